-- Payments that the sandbox's bank takes: each of a transaction that is not paid yet. `-- FIRST`: the number of the first.
-- Its page is where `seed.php` put it.

dofile(debug.getinfo(1).source:match("@(.*/)") .. "report.lua")

local count = 0

function init(args)
  count = tonumber(args[1] or "0")
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  wrk.body = "action=pay"
end

local DIGITS, BEGAN = "0123456789abcdefghijklmnopqrstuv", 1790000000000

-- The first eight of the ten letters of base32hex that a time has, of which the last two bits are of what follows.
local function time(at)
  local letters, rest = "", math.floor(at / 256)
  for _ = 1, 8 do
    letters = DIGITS:sub(rest % 32 + 1, rest % 32 + 1) .. letters
    rest = math.floor(rest / 32)
  end
  return letters
end

function request()
  count = count + 1
  return wrk.format(nil, ("/payments/%s%032d"):format(time(BEGAN + count), count))
end
