/// The one script of the pages: they work without it.
enum BoardScript {
    static let text = """
        "use strict";
        document.addEventListener("click", function (event) {
            var button = event.target.closest("[data-confirm]");
            if (button && !window.confirm(button.getAttribute("data-confirm"))) {
                event.preventDefault();
            }
        });
        document.addEventListener("submit", function (event) {
            var form = event.target;
            if (form.getAttribute("data-sent") === "yes") {
                event.preventDefault();
                return;
            }
            form.setAttribute("data-sent", "yes");
            window.setTimeout(function () { form.removeAttribute("data-sent"); }, 5000);
        });
        document.addEventListener("click", function (event) {
            if (event.target.closest("[data-print]")) { window.print(); }
        });

        """
}
