package dev.claymore.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The disks and the storage policy as ClickHouse's configuration says them. The policy is there without a bucket too, so that tables
 * that use it open either way; its first volume is that of ClickHouse's own default policy, because a table may only change to a policy
 * that has all it had before.
 */
final class StorageXml {

    private StorageXml() {}

    static String of(Optional<S3Tier> s3, Path clickHouseDirectory) {
        return """
                    <storage_configuration>
                %s        <policies>
                            <%s>
                                <volumes>
                                    <default><disk>default</disk></default>
                %s                </volumes>
                                <!-- Parts move by TTL or when the governor says so, not because a disk fills. -->
                                <move_factor>0</move_factor>
                            </%s>
                        </policies>
                    </storage_configuration>
                """.formatted(
                        s3.map(tier -> disks(tier, clickHouseDirectory)).orElse(""),
                        S3Tier.POLICY,
                        s3.isPresent() ? volume() : "",
                        S3Tier.POLICY);
    }

    private static String disks(S3Tier tier, Path clickHouseDirectory) {
        return """
                        <disks>
                            <%1$s>
                                <type>s3</type>
                                <endpoint>%2$s</endpoint>
                                <region>%3$s</region>
                                %4$s
                                <!-- A bucket that is away must not keep the hot data from being served. -->
                                <skip_access_check>true</skip_access_check>
                                <!-- Nor a question about the others wait for long to be told so. -->
                                <connect_timeout_ms>2000</connect_timeout_ms>
                                <request_timeout_ms>30000</request_timeout_ms>
                                <max_single_read_retries>1</max_single_read_retries>
                            </%1$s>
                            <%1$s_cached>
                                <type>cache</type>
                                <disk>%1$s</disk>
                                <path>%5$s/</path>
                                <max_size>%6$d</max_size>
                                <cache_on_write_operations>0</cache_on_write_operations>
                            </%1$s_cached>
                        </disks>
                """.formatted(
                S3Tier.DISK,
                text(tier.location().toString()),
                text(tier.region()),
                credentials(tier),
                text(clickHouseDirectory.resolve("cache").resolve(S3Tier.DISK).toString()),
                tier.cacheBytes());
    }

    private static String credentials(S3Tier tier) {
        return tier.accessKey().isEmpty()
                ? "<use_environment_credentials>1</use_environment_credentials>"
                : "<access_key_id>%s</access_key_id>\n                <secret_access_key>%s</secret_access_key>"
                        .formatted(text(tier.accessKey()), text(tier.secretKey()));
    }

    /** An insert of old events must not wait for the bucket: what it writes moves later like everything else. */
    private static String volume() {
        return """
                                    <%1$s>
                                        <disk>%2$s_cached</disk>
                                        <perform_ttl_move_on_insert>0</perform_ttl_move_on_insert>
                                    </%1$s>
                """.formatted(S3Tier.COLD_VOLUME, S3Tier.DISK);
    }

    private static String text(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
