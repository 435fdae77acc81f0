/**
 * Everything the product says to buyers in one language. Texts are Handlebars without HTML; what stands in {{ }} is listed
 * beside each. Short and concrete; no promise the data doesn't back.
 */
export interface LanguageStrings {
	/** what `mail.language` says and what buyers' languages are matched with: `es` */
	language: string;
	/** the language's own name */
	name: string;
	/** for `<html lang>` and for money and dates when the buyer's own tag has no region */
	locale: string;
	direction: 'ltr' | 'rtl';
	/** {{name}} */
	greeting: string;
	greetingWithoutName: string;
	/** {{count}}: product lines that are not listed */
	moreItems: string;
	/** {{brand.phone}} */
	phone: string;
	/** small, above a marketing mail */
	viewInBrowser: string;
	footer: {
		/** {{brand.company}} */
		marketingReason: string;
		/** {{brand.company}} */
		transactionalReason: string;
		unsubscribe: string;
		/** {{brand.contactEmail}} */
		contactEmail: string;
		/** {{brand.registrationNumber}} */
		registrationNumber: string;
		/** {{brand.vatNumber}} */
		vatNumber: string;
		/** {{brand.legalRepresentative}} */
		legalRepresentative: string;
	};
	pages: PageStrings;
	abandonedCart: {
		/** {{total}} */
		subjectWithTotal: string;
		subject: string;
		/** {{product}} */
		preheaderWithProduct: string;
		preheader: string;
		heading: string;
		intro: string;
		total: string;
		button: string;
		note: string;
	};
	repurchaseReminder: {
		/** {{product}}; the benefit comes first, product names are long */
		subjectWithProduct: string;
		subject: string;
		/** {{lastOrder}} */
		preheader: string;
		heading: string;
		/** {{product}} {{lastOrder}} */
		introWithProduct: string;
		/** {{lastOrder}} */
		intro: string;
		itemsTitle: string;
		button: string;
	};
	logisticsUpdate: {
		states: Record<OrderState, OrderStateStrings>;
		orderId: string;
		placedOn: string;
		expectedDelivery: string;
		carrier: string;
		trackingNumber: string;
		button: string;
		/** {{brand.phone}} */
		help: string;
	};
	confirmSubscription: {
		subject: string;
		preheader: string;
		heading: string;
		/** {{brand.company}} */
		intro: string;
		email: string;
		requestedAt: string;
		source: string;
		wording: string;
		button: string;
		/** {{validUntil}} */
		validUntil: string;
		ignore: string;
		/** {{brand.company}}; instead of the reason that order mail has */
		footerReason: string;
	};
}

/** Texts of the public pages behind the links in mails; variables are replaced by the page, not by Handlebars. */
export interface PageStrings {
	unsubscribeTitle: string;
	unsubscribeQuestion: string;
	unsubscribeButton: string;
	unsubscribedTitle: string;
	unsubscribedText: string;
	invalidTitle: string;
	invalidText: string;
	settingsTitle: string;
	pauseTitle: string;
	pauseText: string;
	/** {{days}}: 30 or 90 */
	pauseDays: string;
	pauseButton: string;
	pausedTitle: string;
	/** {{date}} */
	pausedText: string;
	resumeButton: string;
	resumedText: string;
	languageTitle: string;
	languageButton: string;
	/** {{language}}: its own name */
	languageSavedText: string;
	subscribeTitle: string;
	/** {{shop}}; kept as evidence of what the buyer agreed to */
	subscribeWording: string;
	subscribeButton: string;
	subscribedTitle: string;
	subscribedText: string;
	/** no page can undo it: bounce, complaint */
	stoppedText: string;
	confirmTitle: string;
	/** {{shop}} */
	confirmText: string;
	confirmButton: string;
	confirmedTitle: string;
	confirmedText: string;
	expiredTitle: string;
	/** {{date}} */
	expiredText: string;
	/** he has said no after he had asked */
	outdatedText: string;
	unavailableTitle: string;
	unavailableText: string;
}

export const ORDER_STATES = ['paid', 'shipped', 'late', 'delivered', 'returned'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

interface OrderStateStrings {
	/** {{orderId}} */
	subject: string;
	preheader: string;
	heading: string;
	text: string;
}
