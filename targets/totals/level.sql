-- Recompute the stale totals of one level of a plan's tree, in one statement: what the holders and those of their
-- children that keep no totals did themselves (own.sql), and the totals of the other children, which the level below
-- has just made right. Nothing is added to what stands, so doing it twice gives the same. Written in key order.
, every_part AS (
    SELECT * FROM part
    UNION ALL
    SELECT c.holder_id, t.seq, t.target_id, NULL, {stored}, t.reported_at
    FROM child c
    CROSS JOIN LATERAL (
        SELECT * FROM targets_total
        WHERE participant_id = c.id AND seq BETWEEN c.from_seq AND (SELECT max(seq) FROM step) OFFSET 0
    ) AS t
    WHERE c.keeps AND {of_targets}
),
computed AS MATERIALIZED (
    SELECT participant_id, seq, target_id, max(allocation) AS allocation, {sums}, max(reported_at) AS reported_at
    FROM every_part JOIN stale s ON s.holder_id = participant_id AND seq >= s.from_seq
    GROUP BY participant_id, seq, target_id
),
-- Totals that nothing stands behind any more: keys that are stored and not computed.
surplus AS MATERIALIZED (
    SELECT max(at) AS at
    FROM (
        SELECT t.participant_id, t.seq, t.target_id, t.ctid AS at, 0 AS computed
        FROM stale s
        CROSS JOIN LATERAL (
            SELECT *, ctid FROM targets_total WHERE participant_id = s.holder_id AND seq >= s.from_seq OFFSET 0
        ) AS t
        WHERE {of_targets}
        UNION ALL
        SELECT participant_id, seq, target_id, NULL, 1 FROM computed
    ) AS keys
    GROUP BY participant_id, seq, target_id
    HAVING max(computed) = 0
),
-- By their places, looked up once: joined by their keys, a planner that thinks the table empty looked for them anew
-- beside each total of the plan, which took minutes for a province.
gone AS (
    DELETE FROM targets_total WHERE ctid = ANY(ARRAY(SELECT at FROM surplus))
)
INSERT INTO targets_total ({columns})
SELECT {columns} FROM computed
ORDER BY participant_id, seq, target_id
ON CONFLICT (participant_id, seq, target_id) DO UPDATE SET {updates}
WHERE ({standing}) IS DISTINCT FROM ({coming})
