// A bare transactional relay on librdkafka: what a hop costs that does no work at all.
// Usage: relay BROKERS INPUT-TOPIC OUTPUT-TOPIC PARTITIONS [RECORDS-PER-TRANSACTION]
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void must(int ok, const char *what) {
    if (ok) return;
    fprintf(stderr, "relay: %s\n", what);
    exit(1);
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
    char text[256];
    must(rd_kafka_conf_set(conf, name, value, text, sizeof text) == RD_KAFKA_CONF_OK, text);
}

static void good(rd_kafka_error_t *error, const char *what) {
    if (!error) return;
    fprintf(stderr, "relay: %s: %s\n", what, rd_kafka_error_string(error));
    exit(1);
}

static void ignore(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque) {
    (void)rk, (void)opaque;
    must(message->err == RD_KAFKA_RESP_ERR_NO_ERROR, "a record was not delivered");
}

int main(int argc, char **argv) {
    must(argc >= 5, "BROKERS INPUT OUTPUT PARTITIONS [RECORDS] expected");
    int partitions = atoi(argv[4]);
    size_t batch = argc > 5 ? (size_t)atol(argv[5]) : 10000;
    char id[64], text[256];
    snprintf(id, sizeof id, "bare-relay-%d", (int)getpid());

    rd_kafka_conf_t *c = rd_kafka_conf_new();
    set(c, "bootstrap.servers", argv[1]);
    set(c, "group.id", id);
    set(c, "isolation.level", "read_committed");
    set(c, "enable.auto.commit", "false");
    set(c, "enable.auto.offset.store", "false");
    set(c, "enable.partition.eof", "true");
    set(c, "socket.nagle.disable", "true");
    rd_kafka_t *consumer = rd_kafka_new(RD_KAFKA_CONSUMER, c, text, sizeof text);
    must(consumer != NULL, text);
    rd_kafka_poll_set_consumer(consumer);

    rd_kafka_conf_t *p = rd_kafka_conf_new();
    set(p, "bootstrap.servers", argv[1]);
    set(p, "transactional.id", id);
    set(p, "socket.nagle.disable", "true");
    set(p, "compression.codec", "lz4");
    set(p, "batch.num.messages", "10000");
    rd_kafka_conf_set_dr_msg_cb(p, ignore);
    rd_kafka_t *producer = rd_kafka_new(RD_KAFKA_PRODUCER, p, text, sizeof text);
    must(producer != NULL, text);
    rd_kafka_topic_t *output = rd_kafka_topic_new(producer, argv[3], NULL);
    good(rd_kafka_init_transactions(producer, 30000), "init_transactions");

    rd_kafka_topic_partition_list_t *all = rd_kafka_topic_partition_list_new(partitions);
    for (int n = 0; n < partitions; n++)
        rd_kafka_topic_partition_list_add(all, argv[2], n)->offset = RD_KAFKA_OFFSET_BEGINNING;
    must(rd_kafka_assign(consumer, all) == RD_KAFKA_RESP_ERR_NO_ERROR, "assign");

    rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(consumer);
    rd_kafka_message_t **messages = calloc(batch, sizeof *messages);
    long events = 0, bytes = 0;
    int ended = 0;
    while (ended < partitions) {
        ssize_t count = rd_kafka_consume_batch_queue(queue, 100, messages, batch);
        must(count >= 0, "consume");
        long before = events;
        for (ssize_t n = 0; n < count; n++) {
            rd_kafka_message_t *m = messages[n];
            if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
                ended++;
            } else {
                must(m->err == RD_KAFKA_RESP_ERR_NO_ERROR, rd_kafka_message_errstr(m));
                if (events == before) good(rd_kafka_begin_transaction(producer), "begin");
                while (rd_kafka_produce(output, m->partition, RD_KAFKA_MSG_F_COPY, m->payload,
                                        m->len, m->key, m->key_len, NULL) != 0) {
                    must(rd_kafka_last_error() == RD_KAFKA_RESP_ERR__QUEUE_FULL, "produce");
                    rd_kafka_poll(producer, 10);
                }
                rd_kafka_topic_partition_list_find(all, argv[2], m->partition)->offset =
                    m->offset + 1;
                events++;
                bytes += (long)m->len;
            }
            rd_kafka_message_destroy(m);
        }
        rd_kafka_poll(producer, 0);
        if (events == before) continue;
        rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata(consumer);
        good(rd_kafka_send_offsets_to_transaction(producer, all, group, -1), "send_offsets");
        rd_kafka_consumer_group_metadata_destroy(group);
        good(rd_kafka_commit_transaction(producer, -1), "commit");
    }
    printf("%ld %ld\n", events, bytes);
    fflush(stdout);
    _exit(0);
}
