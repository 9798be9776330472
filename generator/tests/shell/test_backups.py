"""What was kept before a loss: copies to where backups go, snapshots, dumps; each of what it is a copy of, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

KEPT = [
    ("aws rds create-db-snapshot --db-instance-identifier a --db-snapshot-identifier s",
     "aws rds delete-db-instance --db-instance-identifier a", "cloud delete"),
    ("aws ec2 create-image --instance-id i-1 --name x", "aws ec2 terminate-instances --instance-ids i-1", "cloud delete"),
    ("aws dynamodb create-backup --table-name t --backup-name b", "aws dynamodb delete-table --table-name t", "database delete"),
    ("aws s3 sync s3://shop s3://shop-backup", "aws s3 rm --recursive s3://shop", "object-storage delete"),
    ("gsutil -m rsync -r gs://shop gs://backups/shop", "gsutil -m rm -r gs://shop", "object-storage delete"),
    ("gcloud sql backups create --instance shop", "gcloud sql instances delete shop", "database delete"),
    ("az snapshot create -g r -n s --source d", "az disk delete -n d -g r", "cloud delete"),
    ("velero backup create shop --wait", "kubectl delete namespace shop", "cluster delete"),
    ("kubectl get all -n shop -o yaml > shop-backup.yaml", "kubectl delete namespace shop", "cluster delete"),
    ("lvcreate -s -n before -L 1G /dev/vg0/data", "lvremove -f /dev/vg0/data", "filesystem delete"),
    ("zfs snapshot tank/data@before", "zfs destroy tank/data", "filesystem delete"),
    ("btrfs subvolume snapshot /srv/a /snapshots/a", "btrfs subvolume delete /srv/a", "filesystem delete"),
    ("rsync -a /srv/a/ backup:/a/", "rm -rf /srv/a", "filesystem delete"),
    ("scp -r /srv/a web1:/backup/", "rm -rf /srv/a", "filesystem delete"),
    ("zip -r /backup/a.zip /srv/a", "rm -rf /srv/a", "filesystem delete"),
    ("tar czf /backup/a.tgz /srv/a", "rm -rf /srv/a", "filesystem delete"),
    ("restic backup /srv/a", "rm -rf /srv/a", "filesystem delete"),
    ("borg create /repo::x /srv/a", "rm -rf /srv/a", "filesystem delete"),
    ("dd if=/dev/sda of=/backup/sda.img", "dd if=/dev/zero of=/dev/sda", "filesystem delete"),
    ("cat /etc/shop.conf | tee /etc/shop.conf.bak", "rm /etc/shop.conf", "filesystem delete"),
    ("cat /etc/shop.conf > /etc/shop.conf.bak", "rm /etc/shop.conf", "filesystem delete"),
    ("etcdctl snapshot save /srv/a.db", "etcdctl del --prefix /shop", "secret delete"),
    ("redis-cli --rdb /srv/a.rdb", "redis-cli flushall", "cache delete"),
    ("redis-cli bgsave", "redis-cli flushdb", "cache delete"),
    ("crontab -l > /backup/crontab", "crontab -r", "scheduler delete"),
    ("git stash", "git reset --hard", "vcs delete"),
    ("virsh snapshot-create-as vm s1", "virsh undefine vm", "container delete"),
    ("terraform state pull > backup.tfstate", "terraform destroy -auto-approve", "cloud delete"),
    ("heroku pg:backups:capture --app shop", "heroku pg:reset --app shop", "cloud delete"),
    ('psql shop -c "CREATE TABLE orders_backup AS SELECT * FROM orders"', 'psql shop -c "DROP TABLE orders"', "database delete orders"),
    ("psql shop -c \"\\copy orders TO '/backup/orders.csv'\"", 'psql shop -c "TRUNCATE orders"', "database delete orders"),
    ('sqlite3 shop.db ".backup shop.bak"', 'sqlite3 shop.db "DROP TABLE orders"', "database delete orders"),
    ("sqlite3 shop.db .dump > shop.sql", 'sqlite3 shop.db "DROP TABLE orders"', "database delete orders"),
]


@pytest.mark.parametrize(("copy", "loss", "harm"), KEPT)
def test_what_is_copied_before_it_is_lost(trace: Callable, copy: str, loss: str, harm: str) -> None:
    assert "backup" in trace(f"{copy}\n{loss}\n").guards(harm)


@pytest.mark.parametrize(("copy", "loss", "harm"), KEPT)
def test_a_copy_afterwards_is_none(trace: Callable, copy: str, loss: str, harm: str) -> None:
    assert "backup" not in trace(f"{loss}\n{copy}\n").guards(harm)


@pytest.mark.parametrize(("copy", "loss", "harm"), [
    ("rsync -a /srv/b/ backup:/b/", "rm -rf /srv/a", "filesystem delete"),                    # of something else
    ("rsync -a /srv/a/ web1:/srv/a/", "rm -rf /srv/a", "filesystem delete"),                  # to where it is used
    ("rsync -a backup:/a/ /srv/a/", "rm -rf /srv/a", "filesystem delete"),                    # from where it is kept
    ("aws s3 sync s3://other s3://other-backup", "aws s3 rm --recursive s3://shop", "object-storage delete"),
    ("aws rds describe-db-snapshots", "aws rds delete-db-instance --db-instance-identifier a", "cloud delete"),
    ("aws ec2 delete-snapshot --snapshot-id s", "aws ec2 terminate-instances --instance-ids i-1", "cloud delete"),
    ('psql shop -c "CREATE TABLE bills_backup AS SELECT * FROM bills"', 'psql shop -c "DROP TABLE orders"', "database delete orders"),
    ("kubectl get all -n shop -o yaml > shop.yaml", "kubectl delete namespace shop", "cluster delete"),
    ("redis-cli get a", "redis-cli flushall", "cache delete"),
    ('ssh prod "pg_dump shop" > shop.sql', 'ssh staging "dropdb shop"', "database delete"),                  # of another machine
    ('ssh "$FROM" "pg_dump shop" > shop.sql', 'ssh "$TO" "dropdb shop"', "database delete"),
    ('ssh "$1" "pg_dump shop" > shop.sql', 'vagrant ssh -c "dropdb shop"', "database delete"),
])
def test_a_copy_of_something_else_or_elsewhere_is_none(trace: Callable, copy: str, loss: str, harm: str) -> None:
    assert "backup" not in trace(f"{copy}\n{loss}\n").guards(harm)


@pytest.mark.parametrize(("copy", "loss"), [
    ('ssh db1 "pg_dump shop" > shop.sql', 'ssh db1 "dropdb shop"'), ('ssh "$1" "pg_dump shop" > shop.sql', 'ssh "$1" "dropdb shop"'),
    ('ssh db1 "pg_dump shop" > shop.sql', "dropdb -h db1 shop"),                              # of a server that may be the same
    ("docker exec db pg_dump shop > shop.sql", 'docker exec web psql -h db -c "drop database shop"')])
def test_a_copy_from_where_it_is_lost_is_one(trace: Callable, copy: str, loss: str) -> None:
    assert "backup" in trace(f"{copy}\n{loss}\n").guards("database delete")


def test_a_copy_before_which_nothing_is_lost_is_no_guard(trace: Callable) -> None:
    assert trace("rsync -a /srv/a/ backup:/a/\n").guards("remote-host write") == []


def test_a_table_that_is_kept_in_the_same_text(trace: Callable) -> None:
    text = 'psql shop <<SQL\nCREATE TABLE orders_old AS SELECT * FROM orders;\nDROP TABLE orders;\nDROP TABLE bills;\nSQL\n'
    found = trace(text)
    assert "backup" in found.guards("database delete orders")
    assert "backup" not in found.guards("database delete bills")


def test_a_backup_of_files_that_nobody_named_is_of_none(trace: Callable) -> None:
    assert "backup" not in trace("restic backup\nrm -rf /srv/a\n").guards("filesystem delete")


_SCRIPTS = {"bin/dump.sh": "#!/bin/sh\npg_dump shop > /backups/shop.sql\n", "bin/all.sh": "#!/bin/sh\n./dump.sh\n./files.sh\n",
            "bin/files.sh": "#!/bin/sh\nrsync -a /srv/a backup:/a\n", "bin/maybe.sh": "#!/bin/sh\nif [ -n \"$FULL\" ]; then ./dump.sh; fi\n",
            "bin/given.sh": "#!/bin/sh\n[ \"$1\" = --skip ] && exit 0\npg_dump shop > /backups/shop.sql\n"}


@pytest.mark.parametrize("line", ["./dump.sh", "bash bin/dump.sh", "\"$(dirname \"$0\")\"/dump.sh", "./all.sh", "./dump.sh || exit 1",
                                  "sudo ./dump.sh"])
def test_a_backup_that_a_started_script_takes_stands_before_what_follows(trace: Callable, line: str) -> None:
    assert "backup" in trace(f"#!/bin/sh\n{line}\ndropdb shop\n", _SCRIPTS, path="bin/run.sh").guards("database delete shop")


@pytest.mark.parametrize("text", [
    "dropdb shop\n./dump.sh", "./files.sh\ndropdb shop", "./maybe.sh\ndropdb shop", "if ask; then ./dump.sh; fi\ndropdb shop",
    "./given.sh --skip\ndropdb shop", "ssh backup1 ./dump.sh\ndropdb shop", "(./none.sh)\ndropdb shop"])
def test_one_that_it_may_not_have_taken_does_not(trace: Callable, text: str) -> None:
    assert "backup" not in trace(f"#!/bin/sh\n{text}\n", _SCRIPTS, path="bin/run.sh").guards("database delete shop")


@pytest.mark.parametrize(("line", "kept"), [
    ("pg_dump shop | psql other", False),
    ("pg_dump -Fc shop | ssh db2 'pg_restore --clean -d shop'", False),
    ("mysqldump shop | gzip | ssh db2 'gunzip | mysql shop'", False),
    ("pg_dump shop | tee /backup/shop.sql | psql other", True),
    ("pg_dump shop | gzip > /backup/shop.sql.gz", True),
    ("pg_dump shop | aws s3 cp - s3://dumps/shop.sql", True),
    ("pg_dump shop > /backup/shop.sql\npg_dump shop | psql other", True),
])
def test_a_dump_that_is_loaded_where_it_comes_out_is_no_backup(line: str, kept: bool, trace: Callable) -> None:
    traced = trace(f"{line}\ndropdb shop\n")
    assert bool(traced.guards("database delete shop")) is kept


@pytest.mark.parametrize("copy", [
    'BACKUP_FILE=$1\ncp "$BACKUP_FILE" /backups/',
    'backup_file_path=$1\ncp -v "${backup_file_path}" /backups/shop.tgz',
    "mv $DB_BACKUP_DUMP /srv/backup/",
])
def test_what_is_a_backup_itself_is_not_kept_by_copying_it(trace: Callable, copy: str) -> None:
    assert "backup" not in trace(f"{copy}\ndropdb shop\npg_restore -d shop /backups/shop.tgz\n").kinds()


@pytest.mark.parametrize("copy", [
    'cp "$SOURCE_FILE" /backups/', "cp /srv/a $BACKUP_FILE", 'cp -r "$BACKUP_PATH" /backups/', 'cp -r "$BACKUP_SOURCE" "$BACKUP_DIR"/x.bak',
])
def test_what_is_to_be_kept_is(trace: Callable, copy: str) -> None:
    assert "backup" in trace(f"{copy}\ndropdb shop\n").kinds()


@pytest.mark.parametrize("line", ["duplicity --force \"s3://$BUCKET/shop\" /srv", "duplicity restore --force s3://shop/a /srv"])
def test_what_gives_a_backup_back_overwrites_and_keeps_nothing(line: str, trace: Callable) -> None:
    traced = trace(f"{line}\nrm -rf /srv/a\n")
    assert "filesystem write /srv !" in traced.told()
    assert traced.guards("filesystem delete") == []


@pytest.mark.parametrize("line", ["duplicity --force /srv \"$DEST\"", "duplicity /srv \"s3://$BUCKET/shop\"", "duplicity \"s3://$BUCKET/shop\" /srv"])
def test_what_takes_a_backup_or_stops_before_what_is_there(line: str, trace: Callable) -> None:
    assert not any(told.endswith("!") for told in trace(line).told())
