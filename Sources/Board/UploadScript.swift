/// What the upload pages do with a script; they work without it.
enum UploadScript {
    static let text = """
        (function () {
            var form = document.getElementById("upload-form");
            if (!form) { return; }
            var live = document.getElementById("upload-live");
            var bar = document.getElementById("upload-bar");
            var kind = document.getElementById("kind");
            function show() {
                document.querySelectorAll("[data-for]").forEach(function (part) {
                    part.hidden = part.getAttribute("data-for") !== kind.value;
                });
            }
            kind.addEventListener("change", show);
            show();
            form.addEventListener("submit", function (event) {
                event.preventDefault();
                event.stopPropagation();
                var request = new XMLHttpRequest();
                var button = form.querySelector("button");
                function fail(sentence) {
                    live.textContent = sentence;
                    live.className = "note bad";
                    bar.hidden = true;
                    button.disabled = false;
                }
                request.open("POST", form.action);
                request.upload.addEventListener("progress", function (now) {
                    if (!now.lengthComputable) { return; }
                    var part = Math.floor(now.loaded * 1000 / now.total);
                    if (Math.floor(part / 100) !== Math.floor(bar.value / 100)) {
                        live.textContent = "已上传 " + Math.floor(part / 10) + "%";
                    }
                    bar.value = part;
                });
                request.addEventListener("load", function () {
                    if (request.status < 400) { window.location.assign(request.responseURL); return; }
                    var page = new DOMParser().parseFromString(request.responseText, "text/html");
                    var problem = page.querySelector("#problem") || page.querySelector("main p");
                    fail(problem ? problem.textContent.trim() : "上传没有成功，请重试。");
                });
                request.addEventListener("error", function () { fail("连接中断，请重新上传。"); });
                live.className = "";
                live.textContent = "正在上传……";
                bar.value = 0;
                bar.hidden = false;
                button.disabled = true;
                request.send(new FormData(form));
            }, true);
        })();
        (function () {
            var bar = document.querySelector("[data-progress]");
            if (!bar) { return; }
            var state = document.getElementById("job-state");
            var rows = document.getElementById("job-rows");
            function ask() {
                fetch(bar.getAttribute("data-progress"), { credentials: "same-origin" })
                    .then(function (answer) { return answer.json(); })
                    .then(function (now) {
                        if (!now.busy) { window.location.reload(); return; }
                        bar.value = now.perMille;
                        state.textContent = now.state;
                        rows.textContent = "：已读 " + now.rows + " 行，可接收 " + now.good
                            + " 行，不能接收 " + now.refused + " 行";
                        window.setTimeout(ask, 700);
                    })
                    .catch(function () { window.setTimeout(ask, 3000); });
            }
            ask();
        })();

        """
}
