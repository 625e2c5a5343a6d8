-- The totals of participants that store none, at some periods: what they reported themselves.
SELECT participant_id, seq, target_id, max(allocation) AS allocation, {summed_columns}, max(reported_at) AS reported_at
FROM contribution
GROUP BY participant_id, seq, target_id
