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

-- The nine letters of base32hex that a token has of a time: eight milliseconds each.
local function time(at)
  local letters, rest = "", math.floor(at / 8)
  for _ = 1, 9 do
    letters = DIGITS:sub(rest % 32 + 1, rest % 32 + 1) .. letters
    rest = math.floor(rest / 32)
  end
  return letters
end

function request()
  count = count + 1
  return wrk.format(nil, ("/payments/%s%032d"):format(time(BEGAN + count), count))
end
