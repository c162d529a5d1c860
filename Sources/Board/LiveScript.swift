/// The part of the script that puts new figures into a page; without it the page is refreshed by
/// hand.
enum LiveScript {
    static let text = """
        (function () {
            var place = document.querySelector("[data-events]");
            if (!place || !window.EventSource) { return; }
            var state = document.querySelector("[data-live-state]");
            function say(words) { if (state) { state.textContent = words; } }
            function put(cell, text) {
                if (!cell || cell.textContent === text) { return; }
                var link = cell.querySelector("a");
                (link || cell).textContent = text;
                cell.classList.add("changed");
                window.setTimeout(function () { cell.classList.remove("changed"); }, 1500);
            }
            function fill(row, values) {
                row.querySelectorAll("[data-cell]").forEach(function (cell) {
                    var text = values[cell.getAttribute("data-cell")];
                    if (text !== undefined && cell.getAttribute("data-cell") !== "unit") { put(cell, text); }
                });
            }
            function show(news) {
                document.querySelectorAll("[data-total]").forEach(function (cell) {
                    put(cell, news.total[cell.getAttribute("data-total")]);
                });
                document.querySelectorAll("table[data-live]").forEach(function (table) {
                    if (table.getAttribute("data-live") !== news.period) { return; }
                    var body = table.tBodies[0], rows = {};
                    Array.prototype.forEach.call(body.rows, function (row) {
                        rows[row.getAttribute("data-unit")] = row;
                    });
                    var known = news.rows.every(function (values) { return rows[values.unit]; });
                    if (!known || news.rows.length !== body.rows.length) { window.location.reload(); return; }
                    var ordered = Array.prototype.map.call(body.rows, function (row) {
                        return row.getAttribute("data-unit");
                    });
                    var moved = news.rows.some(function (values, index) { return ordered[index] !== values.unit; });
                    news.rows.forEach(function (values) {
                        fill(rows[values.unit], values);
                        if (moved && !body.contains(document.activeElement)) { body.appendChild(rows[values.unit]); }
                    });
                    if (table.tFoot) { fill(table.tFoot.rows[0], news.total); }
                });
                document.querySelectorAll("[data-live-stamp]").forEach(function (stamp) {
                    put(stamp.querySelector("[data-field=asOf]"), news.asOf);
                    put(stamp.querySelector("[data-field=positions]"), news.positions);
                });
                var now = new Date();
                say("数字于 " + now.toLocaleTimeString("zh-CN") + " 更新。");
            }
            var last = place.getAttribute("data-last");
            var path = place.getAttribute("data-events") + (last ? "&last=" + encodeURIComponent(last) : "");
            var source = new EventSource(path);
            source.addEventListener("open", function () { say("数字随入账自动更新。"); });
            source.addEventListener("ranking", function (event) { show(JSON.parse(event.data)); });
            source.addEventListener("error", function () { say("自动更新中断，正在重新连接；也可以刷新页面。"); });
            window.addEventListener("pagehide", function () { source.close(); });
        })();

        """
}
