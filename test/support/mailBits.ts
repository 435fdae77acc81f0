/** What mails are broken with: pieces of HTML at which readers of tags part ways. */
export const MAIL_BITS: readonly string[] = [
	'<', '>', '</', '"', '\'', '=', '&', '&amp;', '&amp', '&nbsp;', '&zwnj', '&#39;', '&#x200b;', '&lt;b&gt;', '<!--', '-->', '<!-->', '<!--[if mso]><table><tr><td><![endif]-->', '<![CDATA[', ']]>', '<!doctype html>', '<?php', '?>',
	'<style>', '</style>', '<style/>', '<style>.a{display:none}</style>', '<title>', '</title>', '<title>a &amp; b</title>', '<script>', '</script>', '<textarea>', '<xmp>', '<svg>', '<noscript>', '</noscript>',
	'<p>', '</p>', '<br/>', '</br>', '<BR>', '<div>', '</div>', '<div/>', '<td>', '<tr>', '</td>', '</tr>', '<TD>', '</TD>', '<table>', '</table>', '<li>', '<ul>', '<s>', '</s>', '<b', '<3', '< p>',
	'<a href="javascript:x">', '<a href="https://x.example/?a=1&b=2">', '<a href="https://www.facebook.com/x">', '<a href=\'https://x.example\'>', '<a HREF="https://x.example">', '<a title="x href=" href="https://x.example">', '</a>',
	'<img src="https://x.example/a.png" alt="a > b">', '<img src=x>', '<img src="data:x" width="1" height="1">', '<img\u00a0src="https://x.example">', ' href="', ' src="x"', ' alt=""', ' style="color:#fff"', ' style="display:none"', ' title="href=\'x\'"', ' class="a"', ' hidden',
	'<span style="display:none">', '<span style="color:#fff">', '</span>', '<html lang="de">', '<body dir="RTL">', '<h1 onclick="x">', '\u0000', '\u200b', '\u200d', '\u00a0', '\ufeff', '\u0301', '\ufdfa', '\ud800', 'é', '中文', 'Σ', 'İ', ' ', '\n', '\t', 'unsubscribe', 'Shop now',
];
