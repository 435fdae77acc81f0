import fc from 'fast-check';
import { applyConsent, type ConsentRecord, type ConsentStanding } from '../../../core/consent/consent';

type Act = Pick<ConsentRecord, 'kind' | 'basis' | 'occurredAt'>;
const unknown: ConsentStanding = { consent: 'unknown', consentBasis: null, consentAt: null };
const granted = (basis: ConsentRecord['basis'], occurredAt: number): Act => ({ kind: 'granted', basis, occurredAt });
const withdrawn = (occurredAt: number): Act => ({ kind: 'withdrawn', basis: null, occurredAt });
const requested = (occurredAt: number): Act => ({ kind: 'requested', basis: null, occurredAt });

const cases: Array<[string, Act[], string]> = [
	['asked → pending', [requested(1)], 'pending null 1'],
	['asked and confirmed → granted', [requested(1), granted('double_opt_in', 2)], 'granted double_opt_in 2'],
	['a stronger basis replaces a weaker one', [granted('import', 1), granted('explicit', 2)], 'granted explicit 2'],
	['a weaker one changes nothing', [granted('explicit', 1), granted('soft_opt_in', 2)], 'granted explicit 1'],
	['the same given again lasts from then on', [granted('double_opt_in', 1), granted('double_opt_in', 9)], 'granted double_opt_in 9'],
	['reported in the other order, the later one counts', [granted('explicit', 9), granted('explicit', 1)], 'granted explicit 9'],
	['another purchase renews what a purchase gave', [granted('soft_opt_in', 1), granted('soft_opt_in', 9)], 'granted soft_opt_in 9'],
	['an own act renews a stronger one', [granted('double_opt_in', 1), granted('explicit', 9)], 'granted double_opt_in 9'],
	['the same two, reported the other way round', [granted('explicit', 9), granted('double_opt_in', 1)], 'granted double_opt_in 9'],
	['a purchase does not renew an own act', [granted('explicit', 1), granted('soft_opt_in', 9)], 'granted explicit 1'],
	['a withdrawal ends it', [granted('double_opt_in', 1), withdrawn(2)], 'withdrawn double_opt_in 2'],
	['an import after a withdrawal changes nothing', [withdrawn(1), granted('import', 9)], 'withdrawn null 1'],
	['a purchase after a withdrawal changes nothing', [withdrawn(1), granted('soft_opt_in', 9)], 'withdrawn null 1'],
	['a request after a withdrawal is not a consent', [withdrawn(1), requested(9)], 'withdrawn null 1'],
	['the buyer’s own later consent counts again', [withdrawn(1), granted('explicit', 2)], 'granted explicit 2'],
	['his own consent of before the withdrawal does not', [withdrawn(2), granted('explicit', 1)], 'withdrawn null 2'],
	['a withdrawal that is reported late, older than his own consent, is history', [granted('explicit', 5), withdrawn(3)], 'granted explicit 5'],
	['but it beats an import, whose date is not the buyer’s', [granted('import', 5), withdrawn(3)], 'withdrawn import 3'],
];
it.each(cases)('%s', (_name, acts, expected) => {
	const standing = acts.reduce(applyConsent, unknown);
	expect(`${standing.consent} ${standing.consentBasis} ${standing.consentAt}`).toBe(expected);
});

it('whatever the order of reports, a withdrawal after the last own consent holds', () => {
	const act = fc.oneof(
		fc.integer({ min: 1, max: 50 }).map(withdrawn), fc.integer({ min: 1, max: 50 }).map(requested),
		fc.record({ basis: fc.constantFrom('import' as const, 'soft_opt_in' as const, 'explicit' as const, 'double_opt_in' as const), at: fc.integer({ min: 1, max: 50 }) }).map(({ basis, at }) => granted(basis, at)),
	);
	fc.assert(fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
		const standing = [...acts, withdrawn(60)].reduce(applyConsent, unknown);
		expect(standing.consent).toBe('withdrawn');
		expect([withdrawn(60), ...acts].reduce(applyConsent, unknown).consent).toBe('withdrawn');
	}));
});
