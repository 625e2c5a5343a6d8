-- The totals of participants that keep none, at some periods: what they reported themselves.
part AS (
    SELECT participant_id, seq, target_id, NULL::numeric AS allocation, {values}, reported_at FROM own
    UNION ALL
    SELECT participant_id, seq, target_id, allocation, {blank}, NULL FROM whole
)
SELECT participant_id, seq, target_id, max(allocation) AS allocation, {sums}, max(reported_at) AS reported_at
FROM part
GROUP BY participant_id, seq, target_id
