import { makeLaneWatch } from '../../../core/delivery/laneWatch';
import type { ClaimedDelivery } from '../../../core/delivery/ports';

const to = (id: string, domain: string): ClaimedDelivery => ({ id, domain }) as ClaimedDelivery;

describe('half of the connections at most for one domain among several', () => {
	it('those that were handed out count as much as those that the server knows of', () => {
		const watch = makeLaneWatch(4);
		watch.take(to('a', 'gmail.com'));
		expect(watch.mayBegin(to('b', 'gmail.com'), 0)).toBe(true);
		watch.begin(to('b', 'gmail.com'), 0);
		expect(watch.mayBegin(to('c', 'gmail.com'), 0)).toBe(false);
		expect(watch.mayBegin(to('d', 'buyer.example'), 0)).toBe(true);
		expect(watch.crowded(0)).toEqual(['gmail.com']);
	});

	it('one behind another of the same domain, on the same connection, takes its place and no further one', () => {
		const watch = makeLaneWatch(4);
		const [first, second, next] = [to('a', 'gmail.com'), to('b', 'gmail.com'), to('c', 'googlemail.com')];
		for (const mail of [first, second]) watch.begin(mail, 0);
		expect(watch.mayBegin(next, 0)).toBe(false);
		expect(watch.mayBegin(next, 0, first)).toBe(true);
		watch.take(next, first);
		watch.end(second, { kind: 'accepted', code: '250', reply: '250 ok' }, 1);
		expect(watch.mayBegin(to('d', 'gmail.com'), 1)).toBe(true);
	});

	it('one behind another of another domain counts there at once', () => {
		const watch = makeLaneWatch(2);
		watch.begin(to('a', 'buyer.example'), 0);
		watch.take(to('b', 'gmail.com'), to('a', 'buyer.example'));
		expect(watch.mayBegin(to('c', 'gmail.com'), 0)).toBe(false);
	});

	it('a domain with a mail that has been on its way for long gets no other one, not even behind it; given back, it does', () => {
		const watch = makeLaneWatch(4);
		const slow = to('a', 'gmail.com');
		watch.begin(slow, 0);
		expect(watch.mayBegin(to('b', 'gmail.com'), 10_001, slow)).toBe(false);
		watch.giveBack([slow]);
		expect(watch.mayBegin(to('b', 'gmail.com'), 10_001)).toBe(true);
	});
});
