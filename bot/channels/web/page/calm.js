// A plain calendar, a month at a time.

const today = new Date();
const title = document.getElementById("month");
const days = document.getElementById("days");

let first = new Date(today.getFullYear(), today.getMonth(), 1);

function cell(day) {
  const node = document.createElement("td");
  const number = document.createElement("span");
  number.textContent = day > 0 ? day : "";
  const date = new Date(first.getFullYear(), first.getMonth(), day);
  if (day > 0 && date.toDateString() === today.toDateString()) number.setAttribute("aria-current", "date");
  node.appendChild(number);
  return node;
}

function draw() {
  const count = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  const lead = (first.getDay() + 6) % 7;
  title.textContent = title.dataset.form.replace("{year}", first.getFullYear()).replace("{month}", first.getMonth() + 1);
  while (days.firstChild) days.removeChild(days.firstChild);
  for (let day = 1 - lead; day <= count; day += 7) {
    const row = document.createElement("tr");
    for (let n = day; n < day + 7; n++) row.appendChild(cell(n <= count ? n : 0));
    days.appendChild(row);
  }
}

function turn(months) {
  first = new Date(first.getFullYear(), first.getMonth() + months, 1);
  draw();
}

document.getElementById("before").addEventListener("click", () => turn(-1));
document.getElementById("after").addEventListener("click", () => turn(1));
draw();
