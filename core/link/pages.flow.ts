import type { makeConfirmFlow } from '../consent/confirmOptIn.flow';
import type { Unsubscribe } from '../consent/consent.flow';
import type { SuppressionReader } from '../consent/ports';
import { PAUSE_DAYS, type makePreferencesFlow } from '../consent/preferences.flow';
import { standingOf } from '../consent/standing';
import type { Clock } from '../shared/clock';
import { LANGUAGES } from '../template/languages/registry';
import { resolveLanguage } from '../template/resolveLanguage';
import { renderConfirmationPage, renderNoticePage } from './confirmationPage';
import type { LinkFlow } from './link.flow';
import { answerMail, answerPage, answerText, eventBase, type PageAnswer, type PageEvent, type PageRequest } from './pageAnswer';
import type { LinkBuyer } from './ports';
import { renderPreferencesPage, subscribeWording, type Done } from './preferencesPage';

export interface PageDeps {
	clock: Clock;
	links: Pick<LinkFlow, 'parse' | 'findBuyer'>;
	consent: ReturnType<typeof makePreferencesFlow> & ReturnType<typeof makeConfirmFlow> & {
		unsubscribe(shopId: string, buyerId: string, act: Unsubscribe): Promise<{ wasAlready: boolean }>;
	};
	suppressions: Pick<SuppressionReader, 'readSuppressions'>;
	shopNameOf(shopId: string): Promise<string>;
	/** a delivery's mail as HTML; `undefined` when it is gone */
	viewMail(deliveryId: string): Promise<string | undefined>;
}

/**
 * The public pages: request in, answer out, whoever serves them. A GET changes nothing (scanners follow links), a POST acts,
 * and a repeat answers the same.
 */
export function makePageFlow(deps: PageDeps) {
	return {
		async answer(request: PageRequest): Promise<PageAnswer> {
			if (!METHODS.includes(request.method)) return answerText(405, 'Only GET, HEAD and POST.', { Allow: METHODS.join(', ') });
			const target = await deps.links.parse(request.token);
			if (!target) return notFound(request);
			if (target.kind === 'view') return await answerView(deps, request, target.id);
			if (target.kind === 'confirmation') return await answerConfirmation(deps, request, target.id);
			const buyer = await deps.links.findBuyer(target);
			if (!buyer) return notFound(request);
			return request.method === 'POST' ? await act(deps, request, buyer) : await show(deps, buyer);
		},
	};
}

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST'];

function notFound(request: PageRequest): PageAnswer {
	return answerPage(404, renderNoticePage(browserLanguage(request), 'invalid'));
}

function browserLanguage({ acceptLanguage }: PageRequest): string {
	return acceptLanguage.split(/[,;]/, 1)[0] ?? 'en';
}

async function answerView(deps: PageDeps, request: PageRequest, deliveryId: string): Promise<PageAnswer> {
	if (request.method === 'POST') return answerText(405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' });
	const html = await deps.viewMail(deliveryId);
	return html === undefined ? answerPage(404, renderNoticePage(browserLanguage(request), 'unavailable')) : answerMail(html);
}

async function answerConfirmation(deps: PageDeps, request: PageRequest, requestId: string): Promise<PageAnswer> {
	const found = await deps.consent.findRequest(requestId);
	if (!found) return notFound(request);
	const shopName = await deps.shopNameOf(found.request.shopId);
	if (request.method !== 'POST') return answerPage(200, renderConfirmationPage(found, shopName));
	const { language } = resolveLanguage(found.request.language ?? found.buyer.language ?? 'en').strings; // what the page was read in
	const confirmed = await deps.consent.confirmDoubleOptIn(requestId, { language, ip: request.ip });
	if (!confirmed) return notFound(request);
	const { shopId, buyerId, source } = confirmed.request;
	const event: PageEvent = { event: 'consentConfirmed', shop: shopId, buyerId, deliveryId: null, campaign: null, at: deps.clock.now(), requestId, source, language };
	return answerPage(200, renderConfirmationPage(confirmed, shopName), confirmed.wasAlready ? undefined : event);
}

async function show(deps: PageDeps, buyer: LinkBuyer, done?: Done, event?: PageEvent): Promise<PageAnswer> {
	const suppressions = await deps.suppressions.readSuppressions(buyer.shopId, [buyer.emailHash]);
	return answerPage(200, renderPreferencesPage(buyer, standingOf(buyer, suppressions, deps.clock.now()), done), event);
}

/** What an act changed; no event: nothing. */
interface Acted {
	done?: Done;
	event?: PageEvent;
	/** as he is after the act */
	buyer: LinkBuyer;
}

type Act = (deps: PageDeps, buyer: LinkBuyer, request: PageRequest) => Promise<Acted | undefined>;

const ACTS: Readonly<Record<string, Act>> = { unsubscribe, pause, resume, language: chooseLanguage, subscribe };

/**
 * A button of the page names its act. A POST that names none is a mail program's one click (RFC 8058), or a body that nobody
 * can read: it unsubscribes, because that is what the link is for.
 */
async function act(deps: PageDeps, request: PageRequest, buyer: LinkBuyer): Promise<PageAnswer> {
	const name = request.fields.act ?? 'unsubscribe';
	const acted = Object.hasOwn(ACTS, name) ? await ACTS[name]?.(deps, buyer, request) : undefined;
	return acted ? await show(deps, acted.buyer, acted.done, acted.event) : { ...(await show(deps, buyer)), status: 400 };
}

async function unsubscribe(deps: PageDeps, buyer: LinkBuyer, { fields }: PageRequest): Promise<Acted> {
	const at = deps.clock.now();
	const source = fields['List-Unsubscribe'] === 'One-Click' ? 'one-click' : 'unsubscribe-page';
	const { wasAlready } = await deps.consent.unsubscribe(buyer.shopId, buyer.buyerId, { source, deliveryId: buyer.deliveryId, at });
	return { done: 'unsubscribed', buyer: { ...buyer, consent: 'withdrawn' }, ...(wasAlready ? {} : { event: { ...eventBase(buyer, at), event: 'unsubscribed' } }) };
}

async function pause(deps: PageDeps, buyer: LinkBuyer, { fields }: PageRequest): Promise<Acted | undefined> {
	const days = PAUSE_DAYS.find((known) => String(known) === fields.days);
	if (!days) return undefined;
	const { wasAlready, until } = await deps.consent.pause(buyer.shopId, buyer.buyerId, { days, source: 'preference-page' });
	return { buyer, ...(wasAlready ? {} : { event: { ...eventBase(buyer, deps.clock.now()), event: 'preferenceChanged', change: 'paused', pausedUntil: until } }) };
}

async function resume(deps: PageDeps, buyer: LinkBuyer): Promise<Acted> {
	const { wasAlready } = await deps.consent.resume(buyer.shopId, buyer.buyerId);
	return { buyer, done: 'resumed', ...(wasAlready ? {} : { event: { ...eventBase(buyer, deps.clock.now()), event: 'preferenceChanged', change: 'resumed' } }) };
}

async function chooseLanguage(deps: PageDeps, buyer: LinkBuyer, { fields }: PageRequest): Promise<Acted | undefined> {
	const language = LANGUAGES.find((strings) => strings.language === fields.language)?.language;
	if (!language) return undefined;
	const { wasAlready } = await deps.consent.chooseLanguage(buyer.shopId, buyer.buyerId, language);
	return { buyer: { ...buyer, language }, done: 'language', ...(wasAlready ? {} : { event: { ...eventBase(buyer, deps.clock.now()), event: 'preferenceChanged', change: 'language', language } }) };
}

async function subscribe(deps: PageDeps, buyer: LinkBuyer, { ip }: PageRequest): Promise<Acted> {
	const consent = { ...subscribeWording(buyer), source: 'preference-page', ip };
	const { wasAlready, isRefused } = await deps.consent.subscribeAgain(buyer.shopId, buyer.buyerId, consent);
	if (isRefused) return { buyer };
	const after = { ...buyer, consent: 'granted' };
	return { buyer: after, done: 'subscribed', ...(wasAlready ? {} : { event: { ...eventBase(buyer, deps.clock.now()), event: 'preferenceChanged', change: 'subscribedAgain' } }) };
}
