/** Half-width of the structure tensor's 9³ Gaussian window. Source: method §4.2. */
export const TENSOR_RADIUS = 4;
