import type { ReplyLanguage } from './replyLanguage';

export const it: ReplyLanguage = {
	greeting: 'Buongiorno,',
	closing: 'Cordiali saluti,\nIl servizio clienti',
	orderLine: 'Ordine: {orderId}',
	trackingLine: 'Corriere: {carrier}, numero di tracciamento: {trackingNumber}',
	answers: {
		legal_safety: { merchant: 'Grazie per averci informato. La preghiamo di non usare più l’articolo. Un collega sta esaminando il Suo messaggio e Le risponderà qui.' },
		a_to_z: { merchant: 'Abbiamo ricevuto il Suo messaggio sul reclamo. Stiamo raccogliendo i dati di questo ordine e Le risponderemo qui.' },
		chargeback: { merchant: 'Abbiamo ricevuto il Suo messaggio sul pagamento. Un collega sta esaminando i dati di questo ordine e Le risponderà qui.' },
		address_change: {
			merchant: 'Abbiamo ricevuto il Suo messaggio sull’indirizzo di consegna. Stiamo verificando se il pacco può ancora essere modificato. La preghiamo di rispondere qui con l’indirizzo completo e corretto.',
			amazon: 'Questo ordine è conservato e spedito da Amazon. Finché non è in preparazione, può verificare e modificare l’indirizzo di consegna nel Suo account Amazon, in I miei ordini.',
		},
		cancel: {
			merchant: 'Abbiamo ricevuto la Sua richiesta di annullamento. Stiamo verificando se l’ordine è già stato consegnato al corriere e Le risponderemo qui.',
			amazon: 'Questo ordine è conservato e spedito da Amazon. Nel Suo account Amazon, in I miei ordini, può vedere se è ancora possibile fermarlo.',
		},
		damaged: {
			merchant: 'Ci dispiace che l’articolo non sia in buone condizioni. La preghiamo di rispondere qui con una breve descrizione e, se possibile, una foto dell’articolo e della confezione, per cercare la soluzione adatta.',
			amazon: 'Ci dispiace che l’articolo non sia in buone condizioni. Amazon ha spedito questo ordine e gestisce i resi: scelga l’ordine nel Suo account Amazon, in I miei ordini, e poi il reso.',
		},
		wrong_item: {
			merchant: 'Ci dispiace che abbia ricevuto qualcos’altro. La preghiamo di rispondere qui con una foto dell’articolo e della sua etichetta, per confrontarli con il Suo ordine.',
			amazon: 'Ci dispiace che abbia ricevuto qualcos’altro. Amazon ha spedito questo ordine e gestisce i resi: scelga l’ordine nel Suo account Amazon, in I miei ordini, e poi il reso.',
		},
		item_not_received: {
			merchant: 'Ci dispiace che il Suo ordine non sia arrivato. Stiamo chiedendo al corriere dove si trova il pacco e Le risponderemo qui. La preghiamo di guardare anche dai vicini e nel luogo abituale di consegna.',
			amazon: 'Ci dispiace che il Suo ordine non sia arrivato. Amazon consegna questo ordine: nel Suo account Amazon, in I miei ordini, può vedere dove si trova e segnalare un pacco mancante.',
		},
		refund: {
			merchant: 'Abbiamo ricevuto la Sua domanda sul denaro. Stiamo verificando lo stato di questo ordine e del reso e Le risponderemo qui.',
			amazon: 'Abbiamo ricevuto la Sua domanda sul denaro. Amazon gestisce il reso e il pagamento di questo ordine: può vedere lo stato nel Suo account Amazon, in I miei ordini.',
		},
		return: {
			merchant: 'Può iniziare il reso nel Suo account Amazon: scelga l’ordine in I miei ordini e poi il reso. Riceverà quindi l’indirizzo e i passaggi successivi. Se qualcosa non è chiaro, risponda qui.',
			amazon: 'Amazon gestisce i resi di questo ordine: lo scelga nel Suo account Amazon, in I miei ordini, e poi il reso. Riceverà quindi l’etichetta e i passaggi successivi.',
		},
		invoice_vat: { merchant: 'Abbiamo ricevuto la Sua richiesta di fattura. Stiamo verificando i dati di questo ordine e Le risponderemo qui. Se la fattura deve essere intestata a un’azienda, ci invii qui il nome, l’indirizzo e la partita IVA.' },
		compatibility: { merchant: 'Grazie per la Sua domanda. La preghiamo di indicarci il nome esatto e il modello del Suo dispositivo, per verificare se l’articolo è adatto.' },
		product_question: { merchant: 'Grazie per la Sua domanda sull’articolo. Stiamo consultando i dati del prodotto e Le risponderemo qui.' },
		positive_thanks: { merchant: 'Siamo lieti di leggere che tutto è in ordine. Grazie per averci scritto.' },
		spam: { merchant: 'Questo indirizzo è per le domande su un ordine.' },
		other: { merchant: 'Grazie per il Suo messaggio. Lo stiamo esaminando e Le risponderemo qui.' },
	},
};
