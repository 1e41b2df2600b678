-- Posts a new article with every request. Titles differ between threads and runs, so that no slug is taken.
local thread_count = 0

function setup(thread)
  thread_count = thread_count + 1
  thread:set("number", thread_count)
end

function init()
  posted = 0
  started = os.time()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Token " .. os.getenv("TOKEN")
end

function request()
  posted = posted + 1
  local title = string.format("%s %d %d %d", os.getenv("NAME"), started, number, posted)
  local body = string.format(
    '{"article":{"title":"%s","description":"measured","body":"Written by a bench.","tagList":["bench"]}}', title)
  return wrk.format(nil, nil, nil, body)
end
