// Removes the topics whose names begin with a prefix: what a run of the benchmarks leaves.
// Usage: remove-topics BROKERS PREFIX
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(int ok, const char *what) {
    if (ok) return;
    fprintf(stderr, "remove-topics: %s\n", what);
    exit(1);
}

int main(int argc, char **argv) {
    must(argc == 3 && strlen(argv[2]) >= 8, "BROKERS and a PREFIX of 8 characters or more expected");
    char text[256];
    rd_kafka_conf_t *c = rd_kafka_conf_new();
    must(rd_kafka_conf_set(c, "bootstrap.servers", argv[1], text, sizeof text) == RD_KAFKA_CONF_OK,
         text);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, c, text, sizeof text);
    must(rk != NULL, text);
    const struct rd_kafka_metadata *all;
    rd_kafka_resp_err_t code = rd_kafka_metadata(rk, 1, NULL, &all, 10000);
    must(code == RD_KAFKA_RESP_ERR_NO_ERROR, rd_kafka_err2str(code));

    rd_kafka_DeleteTopic_t **gone = calloc((size_t)all->topic_cnt + 1, sizeof *gone);
    size_t count = 0;
    for (int n = 0; n < all->topic_cnt; n++) {
        const char *name = all->topics[n].topic;
        if (strncmp(name, argv[2], strlen(argv[2])) == 0)
            gone[count++] = rd_kafka_DeleteTopic_new(name);
    }
    if (count > 0) {
        rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
        rd_kafka_DeleteTopics(rk, gone, count, NULL, queue);
        rd_kafka_event_t *event = rd_kafka_queue_poll(queue, 30000);
        must(event != NULL, "the broker did not answer");
        code = rd_kafka_event_error(event);
        must(code == RD_KAFKA_RESP_ERR_NO_ERROR, rd_kafka_err2str(code));
        rd_kafka_event_destroy(event);
        rd_kafka_queue_destroy(queue);
        rd_kafka_DeleteTopic_destroy_array(gone, count);
    }
    rd_kafka_metadata_destroy(all);
    rd_kafka_destroy(rk);
    return 0;
}
