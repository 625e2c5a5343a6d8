whole AS (
    SELECT v.participant_id, step.seq, v.target_id, v.amount AS allocation
    FROM (
        SELECT *, lead(from_seq) OVER (PARTITION BY target_id, participant_id ORDER BY from_seq) AS until_seq
        FROM share WHERE participant_id = holder_id
    ) AS v
    JOIN step ON step.seq = step.shown AND v.from_seq <= greatest(step.seq, 1)
        AND (v.until_seq IS NULL OR v.until_seq > greatest(step.seq, 1))
),
-- What the holders did themselves, and what they owe.
part AS (
    SELECT participant_id, seq, target_id, NULL::numeric AS allocation, {values}, reported_at FROM own
    UNION ALL
    SELECT participant_id, seq, target_id, allocation, {blank}, NULL FROM whole
)
