-- Donations with a receipt, each by another person with a key of its own, as a page draws them: the time, then 32 random
-- digits. `-- SEED`: what tells this run's persons from another's. `random`: keys that do not begin with the time.

dofile(debug.getinfo(1).source:match("@(.*/)") .. "report.lua")

local seed, count, is_random = "", 0, false
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, microseconds; } clock_now; int gettimeofday(clock_now *, void *);")
local now = ffi.new("clock_now")

local body = '{"operation":"donation","frequency":"once","amount":5000,"email":"anne.%s@example.org","tax_receipt":true,'
  .. '"title":"1","first_name":"Anne","last_name":"Le Goff","birth_date":"1970-01-31","street_address":"3 rue du Moulin",'
  .. '"supplemental_address_1":"","supplemental_address_2":"","postal_code":"29200","city":"Brest","country":"FR",'
  .. '"phone":"0298000000","subscriptions":["newsletter"]}'

function init(args)
  seed = args[1] or tostring(os.time())
  is_random = args[2] == "random"
  ffi.C.gettimeofday(now, nil)
  math.randomseed(tonumber(now.seconds * 1000000 + now.microseconds))
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

local function word()
  return ("%08x"):format(math.random(0, 4294967295))
end

local function time()
  ffi.C.gettimeofday(now, nil)
  return ("%012x"):format(tonumber(now.seconds * 1000 + now.microseconds / 1000))
end

function request()
  count = count + 1
  local name = ("%s-%09d"):format(seed, count)
  wrk.headers["Idempotency-Key"] = (is_random and "" or time()) .. word() .. word() .. word() .. word()
  return wrk.format(nil, nil, nil, body:format(name))
end
