import { aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'active-content';

describe(RULE, () => {
	it.each([
		'<script>x</script>', '<form></form>', '<iframe src="https://x.example"></iframe>', '<object></object>', '<embed>', '<link rel="stylesheet" href="https://x.example/a.css">',
		'<a href="javascript:alert(1)">x</a>', '<a href="java&#10;script:alert(1)">x</a>', '<a href="data:text/html,x">x</a>', '<img src="x" onerror="alert(1)">', '<svg onload="x"></svg>',
		'<base href="https://x.example">', '<meta http-equiv="refresh" content="0">', '<a href="vbscript:x">x</a>', '<div style="display:none"><form></form></div>',
	])('%s → violation', (body) => expect(outcomeOf(RULE, aHandmadeMail(body))).toBe('violation'));

	it.each(['<a href="https://x.example">x</a>', '<a href="mailto:a@x.example">x</a>', '<a href="tel:+86571">x</a>', '<img src="https://x.example/a.png" alt="online">', '<a href="#top">x</a>'])(
		'%s → pass', (body) => expect(outcomeOf(RULE, aHandmadeMail(body))).toBe('pass'),
	);
});
