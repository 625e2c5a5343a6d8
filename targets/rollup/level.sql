-- Recompute the stale totals of one level of a plan's tree, in one statement.
--
-- Own work is derived from the submissions themselves, the rest summed from the children's totals, which the level
-- below has just made right. Nothing is added to what stands, so doing it twice gives the same. Written in key order.
-- Parameters: plan, horizon (the last period that has begun), target (or null for all), and for the stale
-- participants either arrays ids and seqs or a depth and from_seq.
WITH stale AS MATERIALIZED ({stale}),
step AS MATERIALIZED (
    SELECT 0 AS seq, 1 AS month, NULL::bigint AS period_id
    UNION ALL
    SELECT seq, extract(month FROM "end")::int, id FROM plans_period WHERE plan_id = %(plan)s AND seq <= %(horizon)s
),
share AS MATERIALIZED (
    SELECT a.participant_id, a.target_id, s.from_seq AS stale_from, a.from_seq, a.amount, a.own, a.baseline, a.baseline_base,
           lead(a.from_seq) OVER cell AS until_seq, lag(a.from_seq) OVER cell IS NULL AS first,
           bool_or(a.own IS NOT NULL) OVER (PARTITION BY a.participant_id, a.target_id) AS reports
    FROM stale s
    JOIN targets_allocation a ON a.participant_id = s.participant_id AND NOT a.replaced
    WHERE %(target)s::bigint IS NULL OR a.target_id = %(target)s
    WINDOW cell AS (PARTITION BY a.participant_id, a.target_id ORDER BY a.from_seq)
),
fact AS MATERIALIZED (
    SELECT r.participant_id, f.target_id, s.from_seq AS stale_from, step.seq, b.basis,
           f.value, f.base, f.na, r.first_submitted_at
    FROM stale s
    JOIN targets_return r ON r.participant_id = s.participant_id
    JOIN step ON step.period_id = r.period_id
    CROSS JOIN LATERAL (VALUES (0, r.submitted_id), (1, r.accepted_id)) AS b (basis, snapshot_id)
    JOIN targets_snapshotfigure f ON f.snapshot_id = b.snapshot_id
    WHERE (f.value IS NOT NULL OR f.na) AND (%(target)s::bigint IS NULL OR f.target_id = %(target)s)
),
pair AS (
    SELECT participant_id, target_id, stale_from FROM share
    UNION
    SELECT participant_id, target_id, stale_from FROM fact
),
-- Every own cell at every period and basis, what holds there, and what was reported there, piled up and grouped. (Not
-- joined: the planner knows nothing of the size of these sets, and a nested loop over them takes minutes.)
pile AS (
    SELECT p.participant_id, p.target_id, step.seq, b.basis, p.stale_from, step.month,
           NULL::numeric AS amount, NULL::numeric AS own, NULL::numeric AS value, NULL::numeric AS base,
           NULL::boolean AS na, NULL::boolean AS heard, NULL::timestamptz AS first_submitted_at
    FROM pair p CROSS JOIN step CROSS JOIN (VALUES (0), (1)) AS b (basis)
    UNION ALL
    SELECT a.participant_id, a.target_id, step.seq, b.basis, NULL, NULL, a.amount, a.own, NULL, NULL, NULL, NULL, NULL
    FROM share a
    JOIN step ON a.from_seq <= greatest(step.seq, 1) AND (a.until_seq IS NULL OR a.until_seq > greatest(step.seq, 1))
    CROSS JOIN (VALUES (0), (1)) AS b (basis)
    UNION ALL
    -- The baseline stands in for a report at seq 0, for those who report at some time; their share may begin later.
    SELECT participant_id, target_id, 0, b.basis, NULL, NULL, NULL, NULL, baseline, baseline_base, NULL, NULL, NULL
    FROM share CROSS JOIN (VALUES (0), (1)) AS b (basis)
    WHERE first AND reports
    UNION ALL
    SELECT participant_id, target_id, seq, basis, NULL, NULL, NULL, NULL, value, base, na, TRUE, first_submitted_at
    FROM fact
),
own_step AS (
    SELECT c.*, t.measure, t.direction, t.rollup, t.value2, t.scale,
           CASE WHEN c.seq = 0 AND t.measure = 'increment' THEN NULL ELSE c.cell_value END AS value,
           CASE WHEN c.seq = 0 AND t.measure = 'increment' THEN NULL ELSE c.cell_base END AS base,
           c.own IS NOT NULL AND c.seq > 0 AND c.month %%
               CASE t.frequency WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half' THEN 6 ELSE 12 END = 0 AS owes
    FROM (
        SELECT participant_id, target_id, seq, basis, max(stale_from) AS stale_from, max(month) AS month,
               max(amount) AS amount, max(own) AS own, max(value) AS cell_value, max(base) AS cell_base,
               coalesce(bool_or(na), FALSE) AS na, coalesce(bool_or(heard), FALSE) AS heard,
               max(first_submitted_at) AS first_submitted_at
        FROM pile
        GROUP BY participant_id, target_id, seq, basis
    ) AS c
    JOIN targets_target t ON t.id = c.target_id
),
-- Runs of periods in which the same report stands: "said" counts every report, "stood" those that set the value
-- (not applicable empties a level, a ratio and a milestone, and leaves a running total standing).
run AS (
    SELECT *,
           count(*) FILTER (WHERE heard) OVER history AS said,
           count(*) FILTER (WHERE value IS NOT NULL OR (na AND measure <> 'running')) OVER history AS stood,
           sum(value) OVER history AS summed
    FROM own_step
    WINDOW history AS (PARTITION BY participant_id, target_id, basis ORDER BY seq)
),
known AS (
    SELECT participant_id, target_id, seq, basis, stale_from, rollup, direction, value2, scale, amount, own, owes, said,
           heard AND NOT na AS reported,
           CASE WHEN heard AND NOT na THEN first_submitted_at END AS reported_at,
           bool_or(na) OVER (PARTITION BY participant_id, target_id, basis, said) AS absent,
           CASE measure WHEN 'increment' THEN summed
               ELSE max(value) OVER (PARTITION BY participant_id, target_id, basis, stood) END AS value,
           CASE measure WHEN 'ratio' THEN max(base) OVER (PARTITION BY participant_id, target_id, basis, stood) END AS base
    FROM run
),
contribution AS (
    SELECT k.participant_id, k.target_id, k.seq, k.basis, k.amount, k.reported_at,
           CASE WHEN rollup = 'sum' THEN value
                WHEN own IS NULL OR value IS NULL THEN NULL
                ELSE (m.base <> 0 AND CASE direction
                    WHEN 'at_most' THEN value * m.share <= own * m.base
                    WHEN 'exactly' THEN value * m.share = own * m.base
                    WHEN 'range' THEN value * m.share >= own * m.base AND (value2 IS NULL OR value * m.share <= value2 * m.base)
                    ELSE value * m.share >= own * m.base END)::int END AS value,
           CASE WHEN rollup = 'sum' THEN k.base END AS base,
           owes::int AS owing,
           (owes AND reported)::int AS reported,
           (owes AND NOT reported AND NOT absent AND said > 0)::int AS carried,
           (owes AND absent)::int AS absent,
           pp.kind IN ('federation', 'zone') AS area
    FROM known k
    JOIN plans_participant pp ON pp.id = k.participant_id
    CROSS JOIN LATERAL (
        SELECT coalesce(k.base, 1) AS base,
               CASE WHEN k.base IS NULL THEN 1
                    ELSE CASE k.scale WHEN '%%' THEN 100 WHEN '‰' THEN 1000 WHEN '/10万' THEN 100000 ELSE 1 END END AS share
    ) AS m
    WHERE k.seq >= k.stale_from
),
part AS (
    SELECT participant_id, seq, target_id,
           max(amount) AS allocation,
           max(value) FILTER (WHERE basis = 0) AS submitted, max(base) FILTER (WHERE basis = 0) AS submitted_base,
           max(value) FILTER (WHERE basis = 1) AS accepted, max(base) FILTER (WHERE basis = 1) AS accepted_base,
           max(owing) FILTER (WHERE area) AS owing,
           max(reported) FILTER (WHERE area AND basis = 0) AS reported,
           max(carried) FILTER (WHERE area AND basis = 0) AS carried,
           max(absent) FILTER (WHERE area AND basis = 0) AS absent,
           max(reported) FILTER (WHERE area AND basis = 1) AS accepted_reported,
           max(carried) FILTER (WHERE area AND basis = 1) AS accepted_carried,
           max(absent) FILTER (WHERE area AND basis = 1) AS accepted_absent,
           max(owing) FILTER (WHERE NOT area) AS body_owing,
           max(reported) FILTER (WHERE NOT area AND basis = 0) AS body_reported,
           max(carried) FILTER (WHERE NOT area AND basis = 0) AS body_carried,
           max(absent) FILTER (WHERE NOT area AND basis = 0) AS body_absent,
           max(reported) FILTER (WHERE NOT area AND basis = 1) AS body_accepted_reported,
           max(carried) FILTER (WHERE NOT area AND basis = 1) AS body_accepted_carried,
           max(absent) FILTER (WHERE NOT area AND basis = 1) AS body_accepted_absent,
           max(reported_at) FILTER (WHERE basis = 0) AS reported_at
    FROM contribution
    GROUP BY participant_id, seq, target_id
    UNION ALL
    SELECT child.parent_id, t.seq, t.target_id,
           NULL, t.submitted, t.submitted_base, t.accepted, t.accepted_base,
           t.owing, t.reported, t.carried, t.absent, t.accepted_reported, t.accepted_carried, t.accepted_absent,
           t.body_owing, t.body_reported, t.body_carried, t.body_absent,
           t.body_accepted_reported, t.body_accepted_carried, t.body_accepted_absent, t.reported_at
    FROM stale s
    JOIN plans_participant child ON child.parent_id = s.participant_id
    JOIN targets_total t ON t.participant_id = child.id AND t.seq >= s.from_seq AND t.seq <= %(horizon)s
    WHERE %(target)s::bigint IS NULL OR t.target_id = %(target)s
),
computed AS MATERIALIZED (
    SELECT participant_id, seq, target_id, max(allocation) AS allocation,
           {sums},
           max(reported_at) AS reported_at
    FROM part
    GROUP BY participant_id, seq, target_id
),
-- Totals that nothing stands behind any more: keys that are stored and not computed.
surplus AS (
    SELECT participant_id, seq, target_id
    FROM (
        SELECT t.participant_id, t.seq, t.target_id, 0 AS computed
        FROM stale s
        JOIN targets_total t ON t.participant_id = s.participant_id AND t.seq >= s.from_seq
        WHERE %(target)s::bigint IS NULL OR t.target_id = %(target)s
        UNION ALL
        SELECT participant_id, seq, target_id, 1 FROM computed
    ) AS keys
    GROUP BY participant_id, seq, target_id
    HAVING max(computed) = 0
),
gone AS (
    DELETE FROM targets_total t
    USING surplus g
    WHERE t.participant_id = g.participant_id AND t.seq = g.seq AND t.target_id = g.target_id
)
INSERT INTO targets_total ({columns})
SELECT {columns} FROM computed
ORDER BY participant_id, seq, target_id
ON CONFLICT (participant_id, seq, target_id) DO UPDATE SET {updates}
WHERE ({standing}) IS DISTINCT FROM ({coming})
