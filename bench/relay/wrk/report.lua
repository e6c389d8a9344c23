-- What all loads share: wrk's figures as one line of JSON, times in milliseconds.

function done(summary, latency)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.timeout
  local line = '{"requests":%d,"seconds":%.6f,"failed":%d,"p50":%.3f,"p99":%.3f}\n'
  io.write(line:format(summary.requests, summary.duration / 1e6, bad, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3))
end
