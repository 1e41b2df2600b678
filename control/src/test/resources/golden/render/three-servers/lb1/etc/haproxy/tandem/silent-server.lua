-- Managed by Tandem for www.foobar.com. Changes here are shown by 'tandem plan' and undone by 'tandem apply'.
-- Checked against HAProxy 3.0, lua-api/index.rst.
-- A request that a machine acknowledged before its power failed waits for an answer that nobody will send. HAProxy cannot take
-- it back: it ends such a request with an error and does not repeat it (shutdown-sessions, shut_sess). So the kernel is
-- asked to end the connections, by tandem-silent-server.socket, and HAProxy repeats what may be repeated.

local MACHINES = "machines"
local SERVERS = "web"
-- Inside the folder that HAProxy is locked into.
local KERNEL = "unix@/tandem-silent-server.sock"
local PATIENCE_SECONDS = 0.5

local function is_up(server)
    return server:get_stats().status:sub(1, 2) == "UP"
end

-- The last check's result, without the star that says that the next one is under way.
local function last_check(name)
    return (core.backends[MACHINES].servers[name]:get_stats().check_status:gsub("^%* ", ""))
end

-- Where nobody else can take the requests, or this balancer hears nobody at all, they are left where they are.
local function another_takes_requests(name)
    for other, server in pairs(core.backends[SERVERS].servers) do
        if other ~= name and is_up(server) and last_check(other) == "L4OK" then
            return true
        end
    end
    return false
end

-- A machine that refuses is there: its web server may be ending, and finishing what it has begun.
local function is_silent(name)
    return last_check(name) == "L4TOUT"
end

-- Whether there were any. The first line of the answer comes when all are ended.
local function end_connections(name)
    local kernel = core.tcp()
    kernel:settimeout(PATIENCE_SECONDS)
    if not kernel:connect(KERNEL) then
        return false
    end
    kernel:send(name .. "\n")
    local ended = kernel:receive("*l")
    kernel:close()
    return ended ~= nil
end

core.event_sub({"SERVER_DOWN"}, function(_, data)
    local name = data.name
    if data.proxy_name ~= MACHINES or not is_silent(name) or not another_takes_requests(name) then
        return
    end
    local server = core.backends[SERVERS].servers[name]
    -- Down is the last step: while two servers count as up, HAProxy repeats at once what could not connect, else after a second.
    -- Until then the server counts as full and gets nothing new (0: no limit, as in haproxy.cfg).
    server:set_maxconn(1)
    local ended = end_connections(name)
    server:check_force_down()
    server:set_maxconn(0)
    core.Warning(name .. " is silent: " .. (ended and "its connections were ended" or "no connection to it was ended"))
end)
