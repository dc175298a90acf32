// Draws every chart from the table that stands below it: one truth for eyes and for screen readers.
(() => {
  "use strict";
  const COLOURS = ["#96431a", "#1f6f8b", "#5b7a1f"];
  const DASHES = [[], [6, 4], [2, 3]]; // told apart without colour, too

  for (const canvas of document.querySelectorAll("canvas[data-table]")) {
    const table = document.getElementById(canvas.dataset.table);
    const heads = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
    const rows = [...table.tBodies[0].rows];
    new Chart(canvas, {
      type: "line",
      data: {
        labels: rows.map((row) => row.cells[0].textContent),
        datasets: heads.map((label, at) => ({
          label,
          data: rows.map((row) => Number(row.cells[at + 1].textContent)),
          borderColor: COLOURS[at],
          backgroundColor: COLOURS[at],
          borderDash: DASHES[at],
          tension: 0.2,
        })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        scales: { y: { beginAtZero: true, ticks: { precision: 0 } } },
      },
    });
  }
})();
