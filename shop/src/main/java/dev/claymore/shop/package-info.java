/**
 * The backend of the demo shop: four small services that call each other over HTTP and are traced with the OpenTelemetry SDK, as those of a
 * user's shop would be. It knows nothing of Claymore but the address that telemetry goes to.
 */
package dev.claymore.shop;
