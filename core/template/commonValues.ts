import type { MailPurpose } from '../contract/items';
import { SellerMailError } from '../shared/errors';
import type { Brand } from '../shop/senderProfile';
import { cleanUrl } from './cleanText';
import type { CommonValues } from './fillCommonOnce';
import type { KnownValues } from './foldProgram';
import type { Formats } from './formats';
import type { LibraryTemplate } from './templates/libraryTemplate';

type Data = Record<string, unknown>;

/** What a template shows of its data. */
export interface Views {
	of(data: Data, formats: Formats): Data;
	/** of the shared data, where those are all that it needs */
	shared(formats: Formats): Data | undefined;
}

interface Viewed {
	purpose: MailPurpose;
	makeView: LibraryTemplate['makeView'];
	frame: { kind: 'library' | 'own' };
}

/** That of the shared data is made once: most mails of a campaign have no other. */
export function makeViews({ makeView, purpose, frame }: Viewed, brand: Brand, sharedData: Data = {}): Views {
	const keys = Object.keys(sharedData);
	const kept = new WeakMap<Formats, Data | 'none'>();
	const make = (data: Data, formats: Formats): Data => {
		const view = makeView(data, formats);
		// without an address of its own a marketing mail leads to the shop; an order's mail leads nowhere
		return { ...view, url: view.url ?? (purpose === 'marketing' ? cleanUrl(brand.websiteUrl) : undefined) };
	};
	const isShared = (data: Data): boolean => frame.kind === 'own' || (keys.length > 0 && Object.keys(data).length === keys.length && keys.every((key) => data[key] === sharedData[key]));
	const shared = (formats: Formats): Data | undefined => {
		const found = kept.get(formats) ?? tryTo(() => make(sharedData, formats)) ?? 'none';
		kept.set(formats, found);
		return found === 'none' ? undefined : found;
	};
	return { shared, of: (data, formats) => (isShared(data) && shared(formats)) || make(data, formats) };
}

/** What can't be made of the shared data alone says why when a mail is made. */
function tryTo<Value>(make: () => Value): Value | undefined {
	try {
		return make();
	} catch (error) {
		if (error instanceof SellerMailError) return undefined;
		throw error;
	}
}

/** Of all kept texts of one template together: a newsletter for many sites and time zones. */
const MAX_KEPT_CHARACTERS = 4_000_000;

/** The brand for mails with data of their own, and all there is in common for the others. */
export function commonValuesOf(brandValues: KnownValues, views: Views, data: Data | undefined): CommonValues[] {
	const room = { charactersLeft: MAX_KEPT_CHARACTERS };
	const brand = { room, knownFor: () => brandValues };
	return data ? [brand, { room, knownFor: (formats) => ({ ...views.shared(formats), ...brandValues, data }) }] : [brand];
}
