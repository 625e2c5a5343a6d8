-- The totals of participants that keep none, at some periods: what they reported themselves.
SELECT participant_id, seq, target_id, max(allocation) AS allocation, {sums}, max(reported_at) AS reported_at
FROM part
GROUP BY participant_id, seq, target_id
