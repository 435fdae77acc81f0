/** What consent a shop asks for on a site; weakest first. `law`: what the buyer's country asks for, and no more. */
export const CONSENT_POLICIES = ['law', 'explicit', 'double_opt_in'] as const;
export type ConsentPolicy = (typeof CONSENT_POLICIES)[number];

/** Bases of consent that each policy takes; the law is asked beside it, so a policy can never ask for less. */
const BASES: Readonly<Record<Exclude<ConsentPolicy, 'law'>, readonly string[]>> = { explicit: ['explicit', 'double_opt_in'], double_opt_in: ['double_opt_in'] };

/** Whether a consent is as much as the shop's own policy for a site asks for. */
export function meetsPolicy(policy: string | null | undefined, { consent, consentBasis }: { consent: string; consentBasis?: string | null }): boolean {
	if (policy !== 'explicit' && policy !== 'double_opt_in') return true;
	return consent === 'granted' && BASES[policy].includes(consentBasis ?? '');
}
