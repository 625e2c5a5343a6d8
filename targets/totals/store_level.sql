-- Recompute and store the stale totals of one level of a plan's tree: the contributions of the holders and of those
-- children that store no totals, and the stored totals of the other children, which the level below has just corrected.
-- Nothing is added to a stored total, so running it twice gives the same result. Rows are written in key order.
, all_contributions AS (
    SELECT * FROM contribution
    UNION ALL
    SELECT c.holder_id, t.seq, t.target_id, NULL, {child_columns}, t.reported_at
    FROM child c
    CROSS JOIN LATERAL (
        SELECT * FROM targets_total
        WHERE participant_id = c.id AND seq BETWEEN c.from_seq AND (SELECT max(seq) FROM step) OFFSET 0
    ) AS t
    WHERE c.stores_totals AND {target_condition}
),
computed AS MATERIALIZED (
    SELECT participant_id, seq, target_id, max(allocation) AS allocation, {summed_columns},
           max(reported_at) AS reported_at
    FROM all_contributions JOIN stale_holder s ON s.holder_id = participant_id AND seq >= s.from_seq
    GROUP BY participant_id, seq, target_id
),
-- Stored totals without any source any more: keys that are not computed.
surplus AS MATERIALIZED (
    SELECT max(row_id) AS row_id
    FROM (
        SELECT t.participant_id, t.seq, t.target_id, t.ctid AS row_id, 0 AS computed
        FROM stale_holder s
        CROSS JOIN LATERAL (
            SELECT *, ctid FROM targets_total WHERE participant_id = s.holder_id AND seq >= s.from_seq OFFSET 0
        ) AS t
        WHERE {target_condition}
        UNION ALL
        SELECT participant_id, seq, target_id, NULL, 1 FROM computed
    ) AS keys
    GROUP BY participant_id, seq, target_id
    HAVING max(computed) = 0
),
-- Deleted by ctid, from an array that is evaluated once. Joined by key, with statistics of an empty table, the planner
-- searched the rows again for each total of the plan, which took minutes for a province.
deleted AS (
    DELETE FROM targets_total WHERE ctid = ANY(ARRAY(SELECT row_id FROM surplus))
)
INSERT INTO targets_total ({all_columns})
SELECT {all_columns} FROM computed
ORDER BY participant_id, seq, target_id
ON CONFLICT (participant_id, seq, target_id) DO UPDATE SET {update_columns}
WHERE ({stored_row}) IS DISTINCT FROM ({new_row})
