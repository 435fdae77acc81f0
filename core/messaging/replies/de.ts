import type { ReplyLanguage } from './replyLanguage';

export const de: ReplyLanguage = {
	greeting: 'Guten Tag,',
	closing: 'Freundliche Grüße\nIhr Kundenservice',
	orderLine: 'Bestellung: {orderId}',
	trackingLine: 'Versanddienst: {carrier}, Sendungsnummer: {trackingNumber}',
	answers: {
		legal_safety: { merchant: 'vielen Dank, dass Sie uns darüber informieren. Bitte benutzen Sie den Artikel nicht weiter. Eine Kollegin oder ein Kollege sieht sich Ihre Nachricht jetzt an und antwortet Ihnen hier.' },
		a_to_z: { merchant: 'wir haben Ihre Nachricht zu Ihrem Antrag erhalten. Wir stellen die Angaben zu dieser Bestellung zusammen und antworten Ihnen hier.' },
		chargeback: { merchant: 'wir haben Ihre Nachricht zur Zahlung erhalten. Wir sehen uns die Angaben zu dieser Bestellung an und antworten Ihnen hier.' },
		address_change: {
			merchant: 'wir haben Ihre Nachricht zur Lieferadresse erhalten. Wir prüfen, ob das Paket noch geändert werden kann. Bitte antworten Sie hier mit der vollständigen richtigen Adresse.',
			amazon: 'diese Bestellung wird von Amazon gelagert und versandt. Solange sie noch nicht vorbereitet wird, können Sie die Lieferadresse in Ihrem Amazon-Konto unter Meine Bestellungen prüfen und ändern.',
		},
		cancel: {
			merchant: 'wir haben Ihren Wunsch zur Stornierung erhalten. Wir prüfen, ob die Bestellung schon an den Versanddienst übergeben ist, und antworten Ihnen hier.',
			amazon: 'diese Bestellung wird von Amazon gelagert und versandt. In Ihrem Amazon-Konto sehen Sie unter Meine Bestellungen, ob sie noch gestoppt werden kann.',
		},
		damaged: {
			merchant: 'es tut uns leid, dass der Artikel nicht in Ordnung ist. Bitte antworten Sie hier mit einer kurzen Beschreibung und, wenn möglich, einem Foto des Artikels und der Verpackung, damit wir die passende Lösung finden.',
			amazon: 'es tut uns leid, dass der Artikel nicht in Ordnung ist. Amazon hat diese Bestellung versandt und bearbeitet die Rücksendung: Bitte wählen Sie die Bestellung in Ihrem Amazon-Konto unter Meine Bestellungen und dort die Rückgabe.',
		},
		wrong_item: {
			merchant: 'es tut uns leid, dass Sie etwas anderes erhalten haben. Bitte antworten Sie hier mit einem Foto des Artikels und seines Etiketts, damit wir ihn mit Ihrer Bestellung vergleichen können.',
			amazon: 'es tut uns leid, dass Sie etwas anderes erhalten haben. Amazon hat diese Bestellung versandt und bearbeitet die Rücksendung: Bitte wählen Sie die Bestellung in Ihrem Amazon-Konto unter Meine Bestellungen und dort die Rückgabe.',
		},
		item_not_received: {
			merchant: 'es tut uns leid, dass Ihre Bestellung noch nicht bei Ihnen ist. Wir fragen beim Versanddienst nach, wo das Paket ist, und antworten Ihnen hier. Bitte sehen Sie auch bei den Nachbarn und am üblichen Ablageort nach.',
			amazon: 'es tut uns leid, dass Ihre Bestellung noch nicht bei Ihnen ist. Amazon liefert diese Bestellung: In Ihrem Amazon-Konto sehen Sie unter Meine Bestellungen, wo sie ist, und können ein fehlendes Paket melden.',
		},
		refund: {
			merchant: 'wir haben Ihre Frage zu Ihrem Geld erhalten. Wir prüfen den Stand dieser Bestellung und der Rücksendung und antworten Ihnen hier.',
			amazon: 'wir haben Ihre Frage zu Ihrem Geld erhalten. Amazon bearbeitet Rücksendung und Zahlung dieser Bestellung: Den Stand sehen Sie in Ihrem Amazon-Konto unter Meine Bestellungen.',
		},
		return: {
			merchant: 'die Rücksendung können Sie in Ihrem Amazon-Konto beginnen: Wählen Sie die Bestellung unter Meine Bestellungen und dort die Rückgabe. Sie erhalten dann die Adresse und die nächsten Schritte. Wenn etwas unklar ist, antworten Sie bitte hier.',
			amazon: 'die Rücksendung dieser Bestellung bearbeitet Amazon: Wählen Sie sie in Ihrem Amazon-Konto unter Meine Bestellungen und dort die Rückgabe. Sie erhalten dann das Etikett und die nächsten Schritte.',
		},
		invoice_vat: { merchant: 'wir haben Ihre Bitte um eine Rechnung erhalten. Wir prüfen die Angaben zu dieser Bestellung und antworten Ihnen hier. Soll die Rechnung auf eine Firma lauten, senden Sie uns bitte hier Name, Anschrift und Umsatzsteuer-Identifikationsnummer.' },
		compatibility: { merchant: 'vielen Dank für Ihre Frage. Bitte nennen Sie uns die genaue Bezeichnung und das Modell Ihres Geräts, damit wir prüfen können, ob der Artikel passt.' },
		product_question: { merchant: 'vielen Dank für Ihre Frage zum Artikel. Wir sehen in den Produktdaten nach und antworten Ihnen hier.' },
		positive_thanks: { merchant: 'es freut uns, dass alles in Ordnung ist. Vielen Dank für Ihre Nachricht.' },
		spam: { merchant: 'diese Adresse ist für Fragen zu einer Bestellung.' },
		other: { merchant: 'vielen Dank für Ihre Nachricht. Wir sehen uns das an und antworten Ihnen hier.' },
	},
};
