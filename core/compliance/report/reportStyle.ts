/** The look of a report: readable on a phone, on paper and in the dark; colour never says anything alone. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--ink:#1d2433;--soft:#4b5568;--paper:#fff;--back:#f3f5f9;--line:#c9d0dc;--bad:#a3141c;--bad-back:#fdecec;--look:#7a4a00;--look-back:#fdf3df;--good:#12552a}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf4;--soft:#b4bdcd;--paper:#1b2130;--back:#10141e;--line:#3d475b;--bad:#ff9a9a;--bad-back:#3a1a1e;--look:#ffd08a;--look-back:#38290f;--good:#8fe0ab}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;padding:1rem;background:var(--back);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
main{max-width:56rem;margin:0 auto}
h1{margin:.5rem 0 1rem;font-size:1.6rem;line-height:1.2}
h2{margin:2rem 0 .75rem;font-size:1.2rem}
h3{margin:0 0 .35rem;font-size:1.05rem;line-height:1.3}
p{margin:0 0 .75rem}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
dl,dd,ul{margin:0}
ul{padding-left:1.1rem}
.soft{color:var(--soft)}
.facts>div,section dl>div{display:grid;grid-template-columns:10rem minmax(0,1fr);gap:.15rem 1rem;padding:.3rem 0}
dt{color:var(--soft)}
.totals{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.75rem}
.totals>div{padding:.75rem 1rem;background:var(--paper);border:1px solid var(--line);border-radius:10px}
.totals dd{font-size:1.6rem;font-weight:600;line-height:1.2}
.totals .violations dd{color:var(--bad)}
.totals .needsReview dd{color:var(--look)}
.totals .passed dd{color:var(--good)}
section{margin:0 0 1rem;padding:1rem 1.1rem;background:var(--paper);border:1px solid var(--line);border-left:5px solid var(--look);border-radius:10px}
section.violation{border-left-color:var(--bad)}
.head{display:flex;flex-wrap:wrap;align-items:baseline;gap:.35rem .75rem;color:var(--soft)}
.badge{padding:.1rem .55rem;border-radius:999px;font-size:.875rem;font-weight:600;background:var(--look-back);color:var(--look)}
.violation .badge{background:var(--bad-back);color:var(--bad)}
table{width:100%;border-collapse:collapse;background:var(--paper);border:1px solid var(--line)}
th,td{padding:.5rem .75rem;border-bottom:1px solid var(--line);text-align:start;vertical-align:top;font-weight:400;overflow-wrap:break-word}
thead th{font-weight:600}
@media (max-width:36rem){.facts>div,section dl>div{grid-template-columns:minmax(0,1fr)}th,td{padding:.5rem}}
@media print{body{background:#fff;padding:0}section{break-inside:avoid}}
`.trim();
