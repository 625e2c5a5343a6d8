-- What the own work under some participants ("holders") comes to: that of each holder itself, and that of its children
-- that keep no totals of their own (Participant.keeps_totals) and are added up straight from their submissions. Here what
-- is looked at; then own.sql (or idle.sql, where nobody does anything), part.sql, and level.sql or childless.sql.
--
-- Everything is told as changes: a report adds its value at its period and takes away what stood before it, so running
-- sums over the periods give what stands to date. Most units have one submission in force: what those said is added up
-- as it is read ("plain"); only the others' figures are looked at one by one, in the order of the periods.
-- The big tables are read one unit, or one submission, at a time by their index: LATERAL with OFFSET 0 leaves the
-- planner no choice, so that a plan made while they were small does no harm when they have grown.
-- Parameters: plan, ids and seqs (the stale holders, each from a period on), and last (the last period to look at; null
-- for all that have begun). Parts (statements.py): of_targets and of_periods, conditions on what is asked for.
WITH stale AS MATERIALIZED (
    SELECT * FROM unnest(%(ids)s::bigint[], %(seqs)s::int[]) AS named (holder_id, from_seq)
),
child AS MATERIALIZED (
    SELECT c.id, s.holder_id, s.from_seq, c.kind IN ('federation', 'zone') AS area,
           c.keeps_totals AS keeps
    FROM stale s
    CROSS JOIN LATERAL (SELECT * FROM plans_participant WHERE parent_id = s.holder_id OFFSET 0) AS c
),
source AS MATERIALIZED (
    SELECT p.id AS participant_id, p.id AS holder_id, p.kind IN ('federation', 'zone') AS area
    FROM stale s CROSS JOIN LATERAL (SELECT * FROM plans_participant WHERE id = s.holder_id OFFSET 0) AS p
    UNION ALL
    SELECT id, holder_id, area FROM child WHERE NOT keeps
),
-- The periods that have begun. What changes between two that are asked for ("shown") is told at the second.
step AS MATERIALIZED (
    SELECT seq, month, period_id, min(seq) FILTER (WHERE wanted) OVER (ORDER BY seq DESC) AS shown
    FROM (
        SELECT seq, month, period_id, seq >= (SELECT min(from_seq) FROM stale)
               AND {of_periods} AS wanted
        FROM (
            SELECT 0 AS seq, 1 AS month, NULL::bigint AS period_id
            UNION ALL
            SELECT seq, extract(month FROM "end")::int, id FROM plans_period
            WHERE plan_id = %(plan)s AND seq <= least(
                %(last)s::int, (SELECT max(seq) FROM plans_period WHERE plan_id = %(plan)s AND state <> 'planned')
            )
        ) AS begun
    ) AS asked
),
promise AS MATERIALIZED (
    SELECT target_id, measure, direction, value2, rollup = 'units_reached' AS counted,
           CASE frequency WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half' THEN 6 ELSE 12 END AS every,
           CASE scale WHEN '%%' THEN 100 WHEN '‰' THEN 1000 WHEN '/10万' THEN 100000 ELSE 1 END AS share
    FROM (SELECT *, id AS target_id FROM targets_target WHERE plan_id = %(plan)s) AS t
    WHERE {of_targets}
),
share AS MATERIALIZED (
    SELECT o.*, a.target_id, a.from_seq, a.amount, a.own, a.baseline, a.baseline_base
    FROM source o
    CROSS JOIN LATERAL (
        SELECT * FROM targets_allocation WHERE participant_id = o.participant_id AND NOT replaced OFFSET 0
    ) AS a
    WHERE {of_targets}
),
