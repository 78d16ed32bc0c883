/** Formats fetch their decoders when they are needed, which workers do as modules only. */
export default { worker: { format: "es" } };
