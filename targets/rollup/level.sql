-- Recompute the stale totals of one level of a plan's tree, in one statement.
--
-- Own work is derived from the submissions themselves, the rest summed from the children's totals, which the level
-- below has just made right. Nothing is added to what stands, so doing it twice gives the same. Written in key order.
-- Parameters: plan, horizon (the last period that has begun), target (or null for all), and for the stale
-- participants either arrays ids and seqs or a depth and from_seq.
WITH stale AS MATERIALIZED ({stale}),
target AS MATERIALIZED (
    SELECT id, measure, direction, rollup, value2, scale,
           CASE frequency WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half' THEN 6 ELSE 12 END AS months
    FROM targets_target
    WHERE plan_id = %(plan)s AND (%(target)s::bigint IS NULL OR id = %(target)s)
),
step AS MATERIALIZED (
    SELECT 0 AS seq, 1 AS month, NULL::bigint AS period_id
    UNION ALL
    SELECT seq, extract(month FROM "end")::int, id FROM plans_period WHERE plan_id = %(plan)s AND seq <= %(horizon)s
),
share AS MATERIALIZED (
    SELECT a.participant_id, a.target_id, a.from_seq, a.amount, a.own, a.baseline, a.baseline_base,
           lead(a.from_seq) OVER (PARTITION BY a.participant_id, a.target_id ORDER BY a.from_seq) AS until_seq
    FROM stale s
    JOIN targets_allocation a ON a.participant_id = s.participant_id AND NOT a.replaced
    JOIN target t ON t.id = a.target_id
),
fact AS MATERIALIZED (
    SELECT r.participant_id, f.target_id, step.seq, b.basis, f.value, f.base, f.na, r.first_submitted_at
    FROM stale s
    JOIN targets_return r ON r.participant_id = s.participant_id
    JOIN step ON step.period_id = r.period_id
    CROSS JOIN LATERAL (VALUES (0, r.submitted_id), (1, r.accepted_id)) AS b (basis, snapshot_id)
    JOIN targets_snapshotfigure f ON f.snapshot_id = b.snapshot_id
    JOIN target t ON t.id = f.target_id
    WHERE f.value IS NOT NULL OR f.na
),
pair AS (
    SELECT participant_id, target_id FROM share UNION SELECT participant_id, target_id FROM fact
),
-- One row for each own cell, period and basis, with the report that was made there, if any. The baseline stands in
-- for a report at seq 0, for those who have a share of their own and whose measure knows a baseline.
own_step AS (
    SELECT p.participant_id, p.target_id, step.seq, b.basis, t.measure, t.direction, t.rollup, t.value2, t.scale,
           a.amount, a.own,
           a.own IS NOT NULL AND step.seq > 0 AND step.month %% t.months = 0 AS owes,
           f.participant_id IS NOT NULL AS heard,
           coalesce(f.na, FALSE) AS na,
           f.first_submitted_at,
           CASE WHEN step.seq > 0 THEN f.value
                WHEN a.own IS NOT NULL AND t.measure <> 'increment' THEN a.baseline END AS value,
           CASE WHEN step.seq > 0 THEN f.base
                WHEN a.own IS NOT NULL AND t.measure <> 'increment' THEN a.baseline_base END AS base
    FROM pair p
    JOIN target t ON t.id = p.target_id
    CROSS JOIN step
    CROSS JOIN (VALUES (0), (1)) AS b (basis)
    LEFT JOIN share a ON a.participant_id = p.participant_id AND a.target_id = p.target_id
        AND a.from_seq <= greatest(step.seq, 1) AND (a.until_seq IS NULL OR a.until_seq > greatest(step.seq, 1))
    LEFT JOIN fact f ON f.participant_id = p.participant_id AND f.target_id = p.target_id
        AND f.seq = step.seq AND f.basis = b.basis
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
    SELECT participant_id, target_id, seq, basis, rollup, direction, value2, scale, amount, own, owes, said,
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
                    ELSE CASE scale WHEN '%%' THEN 100 WHEN '‰' THEN 1000 WHEN '/10万' THEN 100000 ELSE 1 END END AS share
    ) AS m
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
    WHERE t.target_id IN (SELECT id FROM target)
),
computed AS MATERIALIZED (
    SELECT participant_id, seq, target_id, max(allocation) AS allocation,
           {sums},
           max(reported_at) AS reported_at
    FROM part
    JOIN stale USING (participant_id)
    WHERE seq >= from_seq
    GROUP BY participant_id, seq, target_id
),
gone AS (
    DELETE FROM targets_total t
    USING stale s
    WHERE t.participant_id = s.participant_id AND t.seq >= s.from_seq AND t.target_id IN (SELECT id FROM target)
      AND NOT EXISTS (
        SELECT 1 FROM computed c
        WHERE c.participant_id = t.participant_id AND c.seq = t.seq AND c.target_id = t.target_id)
)
INSERT INTO targets_total ({columns})
SELECT {columns} FROM computed
ORDER BY participant_id, seq, target_id
ON CONFLICT (participant_id, seq, target_id) DO UPDATE SET {updates}
WHERE ({standing}) IS DISTINCT FROM ({coming})
