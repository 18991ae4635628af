-- All that a service has to show for its story, a line each. Both services end with the same lines: `./test services`.
select json_array('outbox', id, recipient, type, at, done_at, cancelled_at, left_out) as line from outbox
union all select json_array('journal', recipient, at, json(entry)) from journal
union all select json_array('suppressed', id, recipient, point, scope, at) from suppressed
union all select json_array('timer', recipient, wake_at) from follow_up
union all select json_array('contact', point, recipient) from contact
union all select json_array('link', token, recipient) from link
union all select json_array('aside', at, recipient, code) from aside
order by line
