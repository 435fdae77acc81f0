import { aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'image-share';

const text = 'Our lamps are made by hand from oak and brass. '.repeat(12);
const image = (attributes: string): string => `<img src="https://s.example/a.png" alt="Lamp" ${attributes}>`;

describe(RULE, () => {
	it.each([
		['text only', text, 'pass'],
		['a small picture', `${image('width="200" height="200"')}<p>${text}</p>`, 'pass'],
		['one picture and nothing else', image('width="600" height="800"'), 'violation'],
		['a big picture with little text', `${image('width="600" height="600"')}<p>Lamps</p>`, 'violation'],
		['size from the style', `${image('style="width:600px;height:900px"')}<p>Lamps</p>`, 'violation'],
		['width only: taken for a banner', `${image('width="600"')}<p>Lamps</p>`, 'violation'],
		['a background picture', '<table><tr><td background="https://s.example/b.png" width="600" height="900">Lamps</td></tr></table>', 'violation'],
		['a tracking pixel', `${image('width="1" height="1"')}<p>Lamps</p>`, 'pass'],
		['a picture that is hidden', `<div style="display:none">${image('width="600" height="900"')}</div><p>Lamps</p>`, 'pass'],
		['hidden text does not count as text', `${image('width="600" height="600"')}<p style="font-size:0">${text.repeat(5)}</p>`, 'violation'],
	])('%s → %s', (_name, body, outcome) => expect(outcomeOf(RULE, aHandmadeMail(body))).toBe(outcome));
});
