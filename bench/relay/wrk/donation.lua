-- Donations with a receipt, each by another person with a key of its own. `-- SEED`: what tells this run's keys from
-- another's.

dofile(debug.getinfo(1).source:match("@(.*/)") .. "report.lua")

local seed, count = "", 0

local body = '{"operation":"donation","frequency":"once","amount":5000,"email":"anne.%s@example.org","tax_receipt":true,'
  .. '"title":"1","first_name":"Anne","last_name":"Le Goff","birth_date":"1970-01-31","street_address":"3 rue du Moulin",'
  .. '"supplemental_address_1":"","supplemental_address_2":"","postal_code":"29200","city":"Brest","country":"FR",'
  .. '"phone":"0298000000","subscriptions":["newsletter"]}'

function init(args)
  seed = args[1] or tostring(os.time())
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  count = count + 1
  local name = ("%s-%09d"):format(seed, count)
  wrk.headers["Idempotency-Key"] = "bench-" .. name
  return wrk.format(nil, nil, nil, body:format(name))
end
