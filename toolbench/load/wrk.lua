-- SPDX-License-Identifier: Apache-2.0
-- For wrk: so many requests in one write as the environment says, and the figures as JSON in one line at the end.

local depth = tonumber(os.getenv("PIPELINE") or "1")
local batch

function init()
    local all = {}
    for i = 1, depth do
        all[i] = wrk.format("GET", wrk.path)
    end
    batch = table.concat(all)
end

if depth > 1 then
    function request()
        return batch
    end
end

-- Only for one that looks for what is wrong: with it, wrk keeps each answer's head and body.
local threads = {}
if os.getenv("NAMES_STATUS") == "1" then
    function setup(thread)
        table.insert(threads, thread)
    end
    function response(status)
        if status > 399 then
            badStatus = status
        end
    end
end

function done(summary, latency)
    local e = summary.errors
    local bad = 0
    for _, thread in ipairs(threads) do
        bad = thread:get("badStatus") or bad
    end
    local at = function(percent) return latency:percentile(percent) end
    io.write("\n" .. string.format(
        '{"requests": %d, "wallNanos": %d, "connectErrors": %d, "readErrors": %d, "writeErrors": %d, "statusErrors": %d, '
            .. '"timeouts": %d, "badStatus": %d, "clientCpuNanos": %d, "minMicros": %.1f, "meanMicros": %.1f, '
            .. '"p25Micros": %.1f, "p50Micros": %.1f, "p75Micros": %.1f, "p90Micros": %.1f, "p99Micros": %.1f, '
            .. '"p999Micros": %.1f, "p9999Micros": %.1f, "maxMicros": %.1f}',
        summary.requests, summary.duration * 1000, e.connect, e.read, e.write, e.status, e.timeout, bad,
        os.clock() * 1e9, latency.min, latency.mean, at(25), at(50), at(75), at(90), at(99), at(99.9), at(99.99),
        latency.max) .. "\n")
end
