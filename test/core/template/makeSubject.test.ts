import { widthOf } from '../../../core/compliance/facts/graphemes';
import { makeSubject } from '../../../core/template/makeSubject';

const make = (product: string) => makeSubject({ product }, (context) => `Now $12.90, before $18.90: ${String(context.product)}`);

describe('a subject with a name from the data', () => {
	it('that fits → the whole name', () => {
		expect(make('Desk lamp')).toBe('Now $12.90, before $18.90: Desk lamp');
	});

	it.each([['of Latin letters', 'Lumen Desk Lamp with three arms, dimmer, wireless charger and remote control, warm white'], ['of wide characters', '流明护眼台灯三档调光无线充电带遥控器暖白光学生宿舍阅读专用折叠款升级版'], ['of emoji', '💡'.repeat(60)]])('that is too long, %s → the name is cut until it fits', (_name, product) => {
		const subject = make(product);
		expect(subject).toMatch(/^Now \$12\.90, before \$18\.90: .*…$/);
		expect(widthOf(subject)).toBeLessThanOrEqual(70);
		expect(widthOf(subject)).toBeGreaterThan(60);
	});

	it('too long without the name → nothing is cut, the rule on subjects says so', () => {
		const long = 'A subject that somebody wrote himself and that goes on and on about everything in the shop';
		expect(makeSubject({ product: 'Lamp' }, () => long)).toBe(long);
	});
});
