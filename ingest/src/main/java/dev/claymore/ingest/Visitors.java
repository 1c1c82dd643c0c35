package dev.claymore.ingest;

/** Who sends: place and client, unless it is a backend, whose own place says nothing of the visitor. */
record Visitors(SenderAddress addresses, GeoLocator geo, UserAgents agents) {

    Visitor of(BatchRequest request, ProjectKeys.Project project) {
        if (project.secret()) {
            return Visitor.UNKNOWN;
        }
        return new Visitor(addresses.of(request).map(geo::locate).orElse(Visitor.Place.UNKNOWN), agents.of(request));
    }
}
