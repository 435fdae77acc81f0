import type { ReplyLanguage } from './replyLanguage';

export const es: ReplyLanguage = {
	greeting: 'Hola:',
	closing: 'Un saludo,\nAtención al cliente',
	orderLine: 'Pedido: {orderId}',
	trackingLine: 'Transportista: {carrier}, número de seguimiento: {trackingNumber}',
	answers: {
		legal_safety: { merchant: 'Gracias por informarnos. Por favor, no utilice más el artículo. Un compañero está revisando su mensaje y le responderá aquí.' },
		a_to_z: { merchant: 'Hemos recibido su mensaje sobre la reclamación. Estamos reuniendo los datos de este pedido y le responderemos aquí.' },
		chargeback: { merchant: 'Hemos recibido su mensaje sobre el pago. Un compañero está revisando los datos de este pedido y le responderá aquí.' },
		address_change: {
			merchant: 'Hemos recibido su mensaje sobre la dirección de entrega. Estamos comprobando si el paquete todavía se puede modificar. Por favor, responda aquí con la dirección completa y correcta.',
			amazon: 'Amazon almacena y envía este pedido. Mientras no se esté preparando, puede comprobar y cambiar la dirección de entrega en su cuenta de Amazon, en Mis pedidos.',
		},
		cancel: {
			merchant: 'Hemos recibido su deseo de anular el pedido. Estamos comprobando si ya se ha entregado al transportista y le responderemos aquí.',
			amazon: 'Amazon almacena y envía este pedido. En su cuenta de Amazon, en Mis pedidos, puede ver si todavía se puede detener.',
		},
		damaged: {
			merchant: 'Sentimos que el artículo no esté en buen estado. Por favor, responda aquí con una breve descripción y, si es posible, una foto del artículo y de su embalaje, para que busquemos la solución adecuada.',
			amazon: 'Sentimos que el artículo no esté en buen estado. Amazon ha enviado este pedido y gestiona las devoluciones: elija el pedido en su cuenta de Amazon, en Mis pedidos, y la opción de devolución.',
		},
		wrong_item: {
			merchant: 'Sentimos que haya recibido otra cosa. Por favor, responda aquí con una foto del artículo y de su etiqueta, para que los comparemos con su pedido.',
			amazon: 'Sentimos que haya recibido otra cosa. Amazon ha enviado este pedido y gestiona las devoluciones: elija el pedido en su cuenta de Amazon, en Mis pedidos, y la opción de devolución.',
		},
		item_not_received: {
			merchant: 'Sentimos que su pedido no le haya llegado. Estamos preguntando al transportista dónde está el paquete y le responderemos aquí. Por favor, mire también con los vecinos y en el lugar habitual de entrega.',
			amazon: 'Sentimos que su pedido no le haya llegado. Amazon entrega este pedido: en su cuenta de Amazon, en Mis pedidos, puede ver dónde está e informar de un paquete que falta.',
		},
		refund: {
			merchant: 'Hemos recibido su pregunta sobre su dinero. Estamos comprobando el estado de este pedido y de la devolución y le responderemos aquí.',
			amazon: 'Hemos recibido su pregunta sobre su dinero. Amazon gestiona la devolución y el pago de este pedido: puede ver el estado en su cuenta de Amazon, en Mis pedidos.',
		},
		return: {
			merchant: 'Puede iniciar la devolución en su cuenta de Amazon: elija el pedido en Mis pedidos y la opción de devolución. Después recibirá la dirección y los siguientes pasos. Si algo no está claro, responda aquí.',
			amazon: 'Amazon gestiona las devoluciones de este pedido: elíjalo en su cuenta de Amazon, en Mis pedidos, y la opción de devolución. Después recibirá la etiqueta y los siguientes pasos.',
		},
		invoice_vat: { merchant: 'Hemos recibido su solicitud de factura. Estamos comprobando los datos de este pedido y le responderemos aquí. Si la factura debe ir a nombre de una empresa, envíenos aquí su nombre, dirección y NIF.' },
		compatibility: { merchant: 'Gracias por su pregunta. Por favor, indíquenos el nombre exacto y el modelo de su dispositivo, para que comprobemos si el artículo es adecuado.' },
		product_question: { merchant: 'Gracias por su pregunta sobre el artículo. Estamos consultando los datos del producto y le responderemos aquí.' },
		positive_thanks: { merchant: 'Nos alegra leer que todo está en orden. Gracias por escribirnos.' },
		spam: { merchant: 'Esta dirección es para preguntas sobre un pedido.' },
		other: { merchant: 'Gracias por su mensaje. Lo estamos revisando y le responderemos aquí.' },
	},
};
