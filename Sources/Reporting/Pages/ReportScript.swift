/// The script of pages. Without it everything is readable; it adds sorting and numbers at the pointer.
enum ReportScript {
    static let text = """
        "use strict";
        const tip = document.getElementById("tip");
        let hot = null;
        function hide() { tip.hidden = true; if (hot) hot.classList.remove("hot"); hot = null; }
        function show(mark, x, y) {
          if (hot !== mark) { hide(); hot = mark; mark.classList.add("hot"); tip.textContent = mark.dataset.tip; }
          tip.hidden = false;
          const box = tip.getBoundingClientRect();
          const left = Math.min(Math.max(8, x + 14), innerWidth - box.width - 8);
          const top = y - box.height - 14 < 8 ? y + 18 : y - box.height - 14;
          tip.style.left = left + "px"; tip.style.top = top + "px";
        }
        for (const chart of document.querySelectorAll("svg.chart")) {
          const marks = Array.from(chart.querySelectorAll("title"), title => {
            const mark = title.parentNode;
            mark.dataset.tip = title.textContent;
            title.remove();
            return mark;
          });
          const look = event => {
            let best = null, least = event.pointerType === "touch" ? 32 : 18;
            for (const mark of marks) {
              const box = mark.getBoundingClientRect();
              const dx = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
              const dy = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
              const distance = Math.hypot(dx, dy);
              if (distance < least) { least = distance; best = mark; }
            }
            if (best) show(best, event.clientX, event.clientY); else hide();
          };
          chart.addEventListener("pointermove", look);
          chart.addEventListener("pointerdown", look);
          chart.addEventListener("pointerleave", hide);
        }
        addEventListener("scroll", hide, { passive: true });
        addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
        for (const table of document.querySelectorAll("table")) {
          const body = table.tBodies[0], heads = Array.from(table.tHead.rows[0].cells);
          heads.forEach((head, column) => head.firstChild.addEventListener("click", () => {
            const descending = head.getAttribute("aria-sort") === "ascending";
            for (const other of heads) other.removeAttribute("aria-sort");
            head.setAttribute("aria-sort", descending ? "descending" : "ascending");
            const isNumber = head.classList.contains("n"), sign = descending ? -1 : 1;
            const keyed = Array.from(body.rows, (row, index) => {
              const cell = row.cells[column];
              return { row, index, key: isNumber ? parseFloat(cell.dataset.v) : cell.textContent };
            });
            const compare = (a, b) => isNumber
              ? (isNaN(a.key) - isNaN(b.key)) || (isNaN(a.key) ? 0 : sign * (a.key - b.key))
              : sign * a.key.localeCompare(b.key, "en", { numeric: true });
            keyed.sort((a, b) => compare(a, b) || a.index - b.index);
            body.append(...keyed.map(entry => entry.row));
          }));
        }
        """
}
