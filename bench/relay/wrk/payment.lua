-- Payments that the sandbox's bank takes: each of a transaction that is not paid yet. `-- FIRST`: the number of the first.

dofile(debug.getinfo(1).source:match("@(.*/)") .. "report.lua")

local count = 0

function init(args)
  count = tonumber(args[1] or "0")
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  wrk.body = "action=pay"
end

function request()
  count = count + 1
  return wrk.format(nil, ("/payments/bench-%09d"):format(count))
end
