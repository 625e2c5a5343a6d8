-- The first part of every statement that derives totals: its parameters and the small tables, as CTEs. Totals are
-- derived for "holders", participants that store totals, from their own submissions and from those of the children that
-- store none (Participant.keeps_totals). statements.py puts the parts together in this order: inputs.sql; own_sums.sql,
-- or own_sums_without_reports.sql; contributions.sql; store_level.sql or select_derived.sql.
--
-- Every report is a change: it adds its value at its period and takes away the value before it, so running sums over the
-- periods give the totals to date. Most units have one submission that counts, and their figures are summed as they are
-- read ("single"); only the figures of the others are ordered by period.
-- The large tables are read one unit, or one submission, at a time by their index. LATERAL with OFFSET 0 leaves the
-- planner no choice, so that a plan made while the tables were small stays good when they have grown.
--
-- Why SQL: a province of 798,000 figures takes 5.1 s, a nation of 23.6 million 198 s; a bare GROUP BY of the values takes
-- 0.61 s and 29.5 s. One return of 40 values reaches the nation's total in 35 ms. Summing single submissions as they are
-- read brought a number from 11 to 6.3 µs (docs/capacity.md; python -m bench totals --only rebuild). The ORM cannot say
-- LATERAL, running sums over a union of changes, or an upsert from a SELECT; in Python every figure would become objects.
--
-- Parameters: plan; ids and seqs (the stale holders, each with its first stale period); last (the last period to look at,
-- null for all that have begun). Placeholders: target_condition, period_condition, and lists of columns (statements.py).
WITH stale_holder AS MATERIALIZED (
    SELECT * FROM unnest(%(ids)s::bigint[], %(seqs)s::int[]) AS named (holder_id, from_seq)
),
child AS MATERIALIZED (
    SELECT c.id, s.holder_id, s.from_seq, c.kind IN ('federation', 'zone') AS area,
           c.keeps_totals AS stores_totals
    FROM stale_holder s
    CROSS JOIN LATERAL (SELECT * FROM plans_participant WHERE parent_id = s.holder_id OFFSET 0) AS c
),
reporter AS MATERIALIZED (
    SELECT p.id AS participant_id, p.id AS holder_id, p.kind IN ('federation', 'zone') AS area
    FROM stale_holder s CROSS JOIN LATERAL (SELECT * FROM plans_participant WHERE id = s.holder_id OFFSET 0) AS p
    UNION ALL
    SELECT id, holder_id, area FROM child WHERE NOT stores_totals
),
-- The periods that have begun. ``output_seq`` is the next period that is asked for: changes since the one before are
-- summed there.
step AS MATERIALIZED (
    SELECT seq, month, period_id, min(seq) FILTER (WHERE is_output) OVER (ORDER BY seq DESC) AS output_seq
    FROM (
        SELECT seq, month, period_id, seq >= (SELECT min(from_seq) FROM stale_holder)
               AND {period_condition} AS is_output
        FROM (
            SELECT 0 AS seq, 1 AS month, NULL::bigint AS period_id
            UNION ALL
            SELECT seq, extract(month FROM "end")::int, id FROM plans_period
            WHERE plan_id = %(plan)s AND seq <= least(
                %(last)s::int, (SELECT max(seq) FROM plans_period WHERE plan_id = %(plan)s AND state <> 'planned')
            )
        ) AS started
    ) AS period
),
target_rule AS MATERIALIZED (
    SELECT target_id, measure, direction, value2, rollup = 'units_reached' AS counts_units,
           CASE frequency WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half' THEN 6 ELSE 12 END AS months_apart,
           CASE scale WHEN '%%' THEN 100 WHEN '‰' THEN 1000 WHEN '/10万' THEN 100000 ELSE 1 END AS factor
    FROM (SELECT *, id AS target_id FROM targets_target WHERE plan_id = %(plan)s) AS t
    WHERE {target_condition}
),
share AS MATERIALIZED (
    SELECT o.*, a.target_id, a.from_seq, a.amount, a.own, a.baseline, a.baseline_base
    FROM reporter o
    CROSS JOIN LATERAL (
        SELECT * FROM targets_allocation WHERE participant_id = o.participant_id AND NOT replaced OFFSET 0
    ) AS a
    WHERE {target_condition}
),
