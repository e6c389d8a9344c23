-- A form's page; `-- gzip` as browsers ask for it.

dofile(debug.getinfo(1).source:match("@(.*/)") .. "report.lua")

function init(args)
  if args[1] == "gzip" then wrk.headers["Accept-Encoding"] = "gzip" end
  wrk.headers["Accept"] = "text/html"
end
