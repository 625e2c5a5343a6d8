holder_allocation AS (
    SELECT v.participant_id, step.seq, v.target_id, v.amount AS allocation
    FROM (
        SELECT *, lead(from_seq) OVER (PARTITION BY target_id, participant_id ORDER BY from_seq) AS until_seq
        FROM share WHERE participant_id = holder_id
    ) AS v
    JOIN step ON step.seq = step.output_seq AND v.from_seq <= greatest(step.seq, 1)
        AND (v.until_seq IS NULL OR v.until_seq > greatest(step.seq, 1))
),
-- What is added to the totals of the holders: their own sums and their allocations.
contribution AS (
    SELECT participant_id, seq, target_id, NULL::numeric AS allocation, {total_columns}, reported_at FROM own_sums
    UNION ALL
    SELECT participant_id, seq, target_id, allocation, {null_totals}, NULL FROM holder_allocation
)
