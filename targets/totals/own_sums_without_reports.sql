-- For holders that report nothing and whose children all store totals: the keys of their shares, without numbers.
own_sums AS (
    SELECT DISTINCT s.participant_id, step.seq, s.target_id, {typed_null_totals}, NULL::timestamptz AS reported_at
    FROM share s JOIN step ON step.seq = step.output_seq
),
