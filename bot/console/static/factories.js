// Prints the poster.
"use strict";
const print = document.getElementById("print");
if (print) print.addEventListener("click", () => window.print());
